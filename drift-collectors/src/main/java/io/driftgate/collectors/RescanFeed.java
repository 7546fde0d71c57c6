package io.driftgate.collectors;

import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.kit.signing.Attested;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a scope again when a person has said so: follows {@code operator-commands} on a thread of its own. Only the
 * correlator's signed word counts, and only what was said since the start, which reads everything anyway.
 */
final class RescanFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RescanFeed.class);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long PAUSE_MS = 1_000;
    private static final long STOP_SECONDS = 10;

    private final WholeTopic<Attested<OperatorCommand>> topic;
    private final Predicate<Scope> rescan;
    private final MeterRegistry metrics;
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<Scope> pending = new LinkedHashSet<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("rescan-feed").unstarted(this::run);

    /**
     * @param topic read, and closed, by this alone
     * @param rescan reads a scope again and returns whether it is one of this collector's; what it throws is tried again
     */
    RescanFeed(WholeTopic<Attested<OperatorCommand>> topic, Predicate<Scope> rescan, MeterRegistry metrics) {
        this.topic = topic;
        this.rescan = rescan;
        this.metrics = metrics;
    }

    /** Begins to read. */
    RescanFeed start() {
        thread.start();
        return this;
    }

    private void run() {
        try (topic) {
            boolean away = false;
            while (stopping.getCount() > 0) {
                try {
                    boolean fresh = topic.caughtUp();
                    topic.poll(WAIT, new Commands(fresh));
                    obey();
                    away = false;
                } catch (WakeupException stop) {
                    // Asked to stop; the loop's condition sees it.
                } catch (RuntimeException unreachable) {
                    // Of whatever kind: a feed that ends would leave people unheard.
                    if (!away) {
                        LOG.atWarn()
                                .setCause(unreachable)
                                .log(
                                        "operator-commands cannot be read or obeyed now, is tried again and not said again");
                    }
                    away = true;
                    pause();
                }
            }
        }
    }

    private void obey() {
        for (Iterator<Scope> next = pending.iterator(); next.hasNext(); ) {
            Scope scope = next.next();
            boolean ours = rescan.test(scope);
            count(ours ? "read-again" : "elsewhere");
            if (ours) {
                LOG.atInfo().addKeyValue("scope", scope).log("is read again, as a person said");
            }
            next.remove();
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

    private void count(String outcome) {
        metrics.counter("driftgate_collectors_commands_total", "outcome", outcome)
                .increment();
    }

    @Override
    public void close() {
        stopping.countDown();
        topic.stop();
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(STOP_SECONDS))) {
                LOG.atWarn().log("the rescan feed did not stop in time");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param fresh whether what comes was said after the start */
    private final class Commands implements WholeTopic.Reader<Attested<OperatorCommand>> {

        private final boolean fresh;

        Commands(boolean fresh) {
            this.fresh = fresh;
        }

        @Override
        public void record(ConsumerRecord<String, Attested<OperatorCommand>> record) {
            switch (record.value()) {
                case Attested.Genuine<OperatorCommand> genuine -> take(record.key(), genuine.value());
                case Attested.Untrusted<OperatorCommand> untrusted ->
                    drop(untrusted.reason().label());
                case null -> {}
            }
        }

        @Override
        public void unreadable(PoisonRecordException.Reason reason) {
            drop(reason.label());
        }

        private void take(String key, OperatorCommand command) {
            if (command.getKind() != CommandKind.RESCAN_SCOPE) {
                return;
            }
            if (!command.getTarget().equals(key)) {
                drop("another-key");
            } else if (command.getVersion() <= versions.getOrDefault(key, Long.MIN_VALUE)) {
                drop("old-version");
            } else {
                versions.put(key, command.getVersion());
                if (fresh) {
                    pending.add(Scope.parse(key));
                }
            }
        }

        private void drop(String reason) {
            count(reason);
            LOG.atWarn().addKeyValue("reason", reason).log("operator command dropped");
        }
    }
}
