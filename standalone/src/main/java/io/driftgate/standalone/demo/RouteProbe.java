package io.driftgate.standalone.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Calls a route again and again until its status is another, to see when that was. Each call is one of alice's. */
final class RouteProbe implements AutoCloseable {

    private static final long PAUSE_MS = 15;

    private final Thread thread;
    private volatile boolean stopped;
    private volatile Caller.@Nullable Answer answer;

    RouteProbe(Caller caller, String path, IntPredicate wanted) {
        thread = Thread.ofPlatform().daemon().name("route-probe").start(() -> {
            try {
                while (!stopped) {
                    Caller.Answer now = caller.alice("GET", path);
                    if (wanted.test(now.status())) {
                        answer = now;
                        return;
                    }
                    Thread.sleep(PAUSE_MS);
                }
            } catch (IOException unanswered) {
                // Then there is no answer, which is told as missing.
                return;
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The first answer that was wanted, when it has come. */
    Optional<Caller.Answer> answer() {
        return Optional.ofNullable(answer);
    }

    /** Lets the call under way end, so that every call is counted. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
