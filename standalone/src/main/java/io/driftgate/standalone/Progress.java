package io.driftgate.standalone;

import java.time.Duration;

/** Is told of each part of the trial that has come up, in order, on the starting thread. */
@FunctionalInterface
public interface Progress {

    /**
     * @param part {@code kafka}, {@code gateway}
     * @param where what people may call: {@code http://127.0.0.1:8080}
     * @param took how long its own start took
     */
    void started(String part, String where, Duration took);
}
