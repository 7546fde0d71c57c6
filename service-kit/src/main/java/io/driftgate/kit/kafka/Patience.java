package io.driftgate.kit.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries something until what it needs is there. What is missing is logged at the first attempt and then at an interval, so
 * that a person reads one line and not a flood. One thread waits; any may close.
 */
final class Patience implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REMINDER = Duration.ofSeconds(15);

    /** One try. */
    @FunctionalInterface
    interface Attempt {
        /** @return what is missing, a sentence each; nothing when it succeeded */
        List<String> make();
    }

    private final Duration pause;
    private final Duration reminder;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A pause of a second between attempts, a log line every 15. */
    Patience() {
        this(PAUSE, REMINDER);
    }

    Patience(Duration pause, Duration reminder) {
        this.pause = pause;
        this.reminder = reminder;
    }

    /**
     * Returns when an attempt succeeded. What an attempt throws ends the waiting.
     *
     * @throws InterruptException when the thread is interrupted, whose flag is set again
     * @throws KafkaException when this is closed meanwhile
     */
    void until(Attempt attempt) {
        long began = System.nanoTime();
        long told = began;
        List<String> missing = attempt.make();
        if (!missing.isEmpty()) {
            tell(missing);
        }
        boolean waited = !missing.isEmpty();
        while (!missing.isEmpty()) {
            pause();
            missing = attempt.make();
            if (!missing.isEmpty() && System.nanoTime() - told >= reminder.toNanos()) {
                told = System.nanoTime();
                tell(missing);
            }
        }
        if (waited) {
            LOG.atInfo()
                    .addKeyValue(
                            "waited_s",
                            Duration.ofNanos(System.nanoTime() - began).toSeconds())
                    .log("what was missing is there; the start goes on");
        }
    }

    private static void tell(List<String> missing) {
        LOG.atWarn()
                .addKeyValue("missing", String.join("; ", missing))
                .log("cannot start yet; waits, and goes on by itself when it can");
    }

    private void pause() {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KafkaException("closed while it waited for Kafka and the schema registry");
            }
        } catch (InterruptedException stop) {
            throw new InterruptException("told to stop while it waited for Kafka and the schema registry", stop);
        }
    }

    /** Ends the waiting at its next pause. */
    @Override
    public void close() {
        closed.countDown();
    }
}
