package io.driftgate.sinks.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sink's thread, so that a sink that is down holds up no other. It keeps a {@link SinkSession} going and begins a new
 * one, after a pause, when that cannot go on; only {@link #close} ends it.
 *
 * <pre>
 * starting -> ready --> stopped
 *    ^          |
 *    +- paused <+
 * </pre>
 */
final class SinkWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** For the attempt under way; what is settled in it is not told again. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Makes sessions. */
    @FunctionalInterface
    interface Sessions {
        /** @throws RuntimeException when Kafka or the settings do not allow it */
        SinkSession open(BooleanSupplier stopped, Runnable ready);
    }

    private final String sink;
    private final String topic;
    private final Sessions sessions;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<String> notReady;
    private volatile @Nullable SinkSession session;

    SinkWorker(String sink, String topic, Sessions sessions) {
        this.sink = sink;
        this.topic = topic;
        this.sessions = sessions;
        this.notReady = Optional.of("sink " + sink + " still reads what was delivered before");
        this.thread = Thread.ofPlatform().name("sink-" + sink).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** What it still waits for; nothing when it takes alerts. */
    Optional<String> notReady() {
        return notReady;
    }

    /** Tells it to end, and does not wait for it. */
    void stop() {
        stop.countDown();
        SinkSession running = session;
        if (running != null) {
            running.wakeUp();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        if (!thread.join(GRACE)) {
            thread.interrupt();
            if (!thread.join(GRACE)) {
                throw new IllegalStateException("sink " + sink + " did not stop within " + GRACE.multipliedBy(2));
            }
        }
    }

    private void work() {
        try {
            while (!stopped()) {
                session();
            }
        } finally {
            notReady = Optional.of("sink " + sink + " is stopped");
        }
    }

    private void session() {
        try (SinkSession opened = sessions.open(this::stopped, () -> notReady = Optional.empty())) {
            session = opened;
            opened.run(topic);
        } catch (RuntimeException failed) {
            if (!stopped()) {
                LOG.atWarn().addKeyValue("sink", sink).setCause(failed).log("cannot read alerts; begins anew");
                notReady = Optional.of("sink " + sink + " cannot read alerts: " + failed.getMessage());
                pause();
            }
        } finally {
            session = null;
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void pause() {
        try {
            if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atDebug().addKeyValue("sink", sink).log("stopped while it paused");
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
