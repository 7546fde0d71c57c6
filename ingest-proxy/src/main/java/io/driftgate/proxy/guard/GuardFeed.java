package io.driftgate.proxy.guard;

import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link GuardBook} as {@code route-guards} says, on a thread of its own, from the topic's beginning. While Kafka is
 * away the last known guards stay; it asks again until it is closed.
 */
public final class GuardFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardFeed.class);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long PAUSE_MS = 1_000;
    private static final long STOP_SECONDS = 10;

    /** Is told, on the feed's thread, when a guard came into force or all have been read. */
    public interface Listener {
        void changed();
    }

    private final WholeTopic<RouteGuard> topic;
    private final GuardBook book;
    private final Listener listener;
    private final Counter applied;
    private final Map<GuardUpdate.Reason, Counter> dropped = new EnumMap<>(GuardUpdate.Reason.class);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /** @param topic read, and closed, by this alone */
    public GuardFeed(WholeTopic<RouteGuard> topic, GuardBook book, MeterRegistry metrics, Listener listener) {
        this.topic = topic;
        this.book = book;
        this.listener = listener;
        this.applied = Counter.builder("driftgate.gateway.guards.applied")
                .description("guards that came into force")
                .register(metrics);
        for (GuardUpdate.Reason reason : GuardUpdate.Reason.values()) {
            dropped.put(
                    reason,
                    Counter.builder("driftgate.gateway.guards.dropped")
                            .description("guard records that changed nothing and should not have come")
                            .tag("reason", reason.label())
                            .register(metrics));
        }
        this.thread = Thread.ofPlatform().name("guard-feed").unstarted(this::run);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    private void run() {
        try (topic) {
            boolean away = false;
            while (stopping.getCount() > 0) {
                try {
                    topic.poll(WAIT, new Records());
                    if (!book.complete() && topic.caughtUp()) {
                        book.completed();
                        listener.changed();
                    }
                    away = false;
                } catch (WakeupException stop) {
                    // Asked to stop; the loop's condition sees it.
                } catch (RuntimeException unreachable) {
                    // Of whatever kind: a feed that ends would leave every guard as it is for good.
                    if (!away) {
                        LOG.atWarn()
                                .addKeyValue("problem", unreachable.getClass().getSimpleName())
                                .log("route-guards cannot be read; the last known guards stay in force");
                    }
                    away = true;
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.atDebug().log("stops while Kafka is away");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        topic.stop();
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(STOP_SECONDS))) {
                LOG.atWarn().log("the guard feed did not stop in time");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Records implements WholeTopic.Reader<RouteGuard> {

        @Override
        public void record(ConsumerRecord<String, RouteGuard> record) {
            switch (book.apply(record.key(), record.value())) {
                case GuardUpdate.Applied now -> {
                    applied.increment();
                    LOG.atInfo()
                            .addKeyValue("route", now.route())
                            .addKeyValue("version", now.version())
                            .addKeyValue("action", record.value().getAction())
                            .log("guard in force");
                    listener.changed();
                }
                case GuardUpdate.Elsewhere other -> {}
                case GuardUpdate.Dropped no -> drop(no.reason());
            }
        }

        @Override
        public void unreadable(PoisonRecordException.Reason reason) {
            drop(GuardUpdate.Reason.UNREADABLE);
        }

        private void drop(GuardUpdate.Reason reason) {
            Objects.requireNonNull(dropped.get(reason), reason.label()).increment();
            LOG.atWarn().addKeyValue("reason", reason.label()).log("guard record dropped");
        }
    }
}
