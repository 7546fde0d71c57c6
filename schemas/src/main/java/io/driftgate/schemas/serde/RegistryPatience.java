package io.driftgate.schemas.serde;

import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.RegistryException.Reason;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a registry that is away, up to a limit; every other answer passes through at once. */
final class RegistryPatience {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
    /** Between two calls, each of which has retries and pauses of its own. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Waits; a test passes without waiting. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Pause pause;

    RegistryPatience(Duration limit) {
        this(limit, System::nanoTime, Thread::sleep);
    }

    RegistryPatience(Duration limit, LongSupplier nanoTime, Pause pause) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * @throws RegistryUnavailableException when the registry was away for the whole time
     * @throws InterruptException when the thread was interrupted; its flag is set
     * @throws RegistryException of any other reason, for the caller to judge
     */
    <T> T call(Supplier<T> call) {
        long began = nanoTime.getAsLong();
        boolean waiting = false;
        while (true) {
            try {
                T answer = call.get();
                if (waiting) {
                    LOG.atInfo()
                            .addKeyValue("waited_ms", (nanoTime.getAsLong() - began) / 1_000_000)
                            .log("Schema registry answers again");
                }
                return answer;
            } catch (RegistryException e) {
                if (e.reason() == Reason.INTERRUPTED) {
                    throw new InterruptException(e.getMessage(), new InterruptedException());
                }
                if (e.reason() != Reason.UNAVAILABLE) {
                    throw e;
                }
                if (nanoTime.getAsLong() - began + PAUSE.toNanos() > limit.toNanos()) {
                    throw new RegistryUnavailableException(
                            "Waited %s for the schema registry. %s".formatted(limit, e.getMessage()), e);
                }
                if (!waiting) {
                    waiting = true;
                    LOG.atWarn()
                            .addKeyValue("limit", limit)
                            .addKeyValue("found", e.getMessage())
                            .log("Schema registry is away; records wait for it");
                }
            }
            try {
                pause.of(PAUSE);
            } catch (InterruptedException e) {
                throw new InterruptException("Interrupted while waiting for the schema registry", e);
            }
        }
    }
}
