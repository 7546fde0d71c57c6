package io.driftgate.proxy.feedback;

import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.proxy.feedback.FeedUpdate.Reason;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
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
 * Keeps a {@link SignedBook} as its topic says, on a thread of its own, from the topic's beginning. While Kafka is away, or
 * the disk takes nothing, what is in force stays; it tries again until it is closed.
 */
public final class SignedFeed<V> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SignedFeed.class);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long PAUSE_MS = 1_000;
    private static final long STOP_SECONDS = 10;

    /** Is told, on the feed's thread, when something came into force or all has been read. */
    public interface Listener {
        void changed();
    }

    private final WholeTopic<Sealed<V>> topic;
    private final SignedBook<V> book;
    private final Floor<V> floor;
    private final FeedReport report;
    private final InstantSource clock;
    private final Listener listener;
    private final String noun;
    private final Counter applied;
    private final Map<Reason, Counter> dropped = new EnumMap<>(Reason.class);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param topic read, and closed, by this alone
     * @param book with the floor that was restored
     */
    public SignedFeed(
            WholeTopic<Sealed<V>> topic,
            SignedBook<V> book,
            Floor<V> floor,
            FeedReport report,
            MeterRegistry metrics,
            InstantSource clock,
            Listener listener) {
        this.topic = topic;
        this.book = book;
        this.floor = floor;
        this.clock = clock;
        this.listener = listener;
        this.noun = book.values().noun();
        this.report = report;
        this.applied = Counter.builder("driftgate.gateway." + noun + ".applied")
                .description(noun + " that were taken over")
                .register(metrics);
        for (Reason reason : Reason.values()) {
            dropped.put(
                    reason,
                    Counter.builder("driftgate.gateway." + noun + ".dropped")
                            .description("records of " + noun + " that changed nothing and should not have come")
                            .tag("reason", reason.label())
                            .register(metrics));
        }
        this.thread = Thread.ofPlatform().name(noun + "-feed").unstarted(this::run);
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
                    settle();
                    away = false;
                } catch (WakeupException stop) {
                    // Asked to stop; the loop's condition sees it.
                } catch (RuntimeException unreachable) {
                    // Of whatever kind: a feed that ends would leave everything as it is for good.
                    if (!away) {
                        LOG.atWarn()
                                .addKeyValue("problem", unreachable.getClass().getSimpleName())
                                .addKeyValue("feed", noun)
                                .log("the topic cannot be read; the last known stays in force");
                    }
                    away = true;
                    pause();
                }
            }
        }
    }

    /** Once for all that was read together: the disk first, then what it lets come into force. */
    private void settle() {
        book.forget(clock.instant());
        if (book.unkept() && !keep()) {
            return;
        }
        if (!book.complete() && topic.caughtUp()) {
            book.completed().forEach(this::drop);
            listener.changed();
        }
    }

    private boolean keep() {
        try {
            floor.keep(book);
            report.kept();
            listener.changed();
            return true;
        } catch (IOException full) {
            if (report.notKept(clock.instant())) {
                LOG.atError()
                        .addKeyValue("feed", noun)
                        .addKeyValue("problem", full.toString())
                        .log("state_dir cannot be written to; nothing is released until it can");
            }
            return false;
        }
    }

    private void drop(Reason reason) {
        Objects.requireNonNull(dropped.get(reason), reason.label()).increment();
        if (report.dropped(reason, clock.instant())) {
            LOG.atWarn()
                    .addKeyValue("feed", noun)
                    .addKeyValue("reason", reason.label())
                    .addKeyValue("count", report.count(reason))
                    .log("a record changed nothing, for the correlator did not write it so");
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
                LOG.atWarn().addKeyValue("feed", noun).log("the feed did not stop in time");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Records implements WholeTopic.Reader<Sealed<V>> {

        @Override
        public void record(ConsumerRecord<String, Sealed<V>> record) {
            switch (book.apply(record.key(), record.value(), clock.instant())) {
                case FeedUpdate.Accepted now -> {
                    applied.increment();
                    LOG.atInfo()
                            .addKeyValue("feed", noun)
                            .addKeyValue("id", now.id())
                            .addKeyValue("version", now.version())
                            .addKeyValue("says", now.says())
                            .log("taken over");
                }
                case FeedUpdate.Known known -> {}
                case FeedUpdate.Elsewhere other -> {}
                case FeedUpdate.Dropped no -> drop(no.reason());
            }
        }

        @Override
        public void unreadable(PoisonRecordException.Reason reason) {
            drop(Reason.UNREADABLE);
        }
    }
}
