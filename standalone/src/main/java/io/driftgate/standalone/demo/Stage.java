package io.driftgate.standalone.demo;

import io.driftgate.standalone.client.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the scenes play on: hands to act with, eyes to see what comes of it, and a screen.
 *
 * @param othersWait how long the correlator waits to learn who did it before it tells of a difference
 * @param readyAt {@link System#nanoTime} when the trial was ready
 * @param lines takes what is to be shown
 */
record Stage(
        DemoOptions options,
        Watch watch,
        Engine engine,
        ApiClient api,
        Caller caller,
        Upstream upstream,
        WorldFiles files,
        Duration othersWait,
        long readyAt,
        Consumer<List<String>> lines) {

    void tell(Act act) {
        lines.accept(Screen.render(Duration.ofNanos(System.nanoTime() - readyAt), act));
    }

    /**
     * Waits for something that was read back.
     *
     * @param what is missing when it does not come, in words
     * @throws MissingException when it does not come in time
     */
    <T> T expect(String what, Supplier<Optional<T>> wanted) throws MissingException, InterruptedException {
        return watch.await(options.patience(), wanted)
                .orElseThrow(() -> new MissingException(
                        what + " did not come within " + options.patience().toSeconds() + " s"));
    }

    /** Waits until something that was read back is so. */
    void expectThat(String what, Supplier<Boolean> wanted) throws MissingException, InterruptedException {
        var unused = expect(what, () -> wanted.get() ? Optional.of(true) : Optional.empty());
    }

    /** Insists on something that is known now. */
    static void require(boolean so, String what) throws MissingException {
        if (!so) {
            throw new MissingException(what);
        }
    }
}
