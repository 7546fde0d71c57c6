package io.driftgate.proxy.status;

import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.GatewayStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes {@code gateway-status}: at the start, when something changed, and as a heartbeat. A status that Kafka does not
 * take is not sent again; the next one says more. A gateway that stops says nothing: silence is what marks it as gone.
 */
public final class StatusPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final StatusReport report;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-status").factory());
    private final AtomicBoolean asked = new AtomicBoolean();
    private boolean lastReady;
    private List<String> lastConditions = List.of();
    private long lastNanos;

    /** @param producer stays the caller's to close */
    public StatusPublisher(
            Producer<String, SpecificRecord> producer, String topic, StatusReport report, InstantSource clock) {
        this.producer = producer;
        this.topic = topic;
        this.report = report;
        this.clock = clock;
    }

    /** Publishes from now on. */
    public void start() {
        soon();
        var unused = thread.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Something changed: publishes without waiting for the heartbeat. Any thread; returns at once. */
    public void soon() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    publish();
                });
            } catch (RejectedExecutionException stopped) {
                // Nobody listens to a gateway that has stopped.
            }
        }
    }

    private void look() {
        boolean due = System.nanoTime() - lastNanos >= HEARTBEAT.toNanos();
        if (due
                || report.notReady().isEmpty() != lastReady
                || !began(report.conditions(clock.instant())).equals(lastConditions)) {
            publish();
        }
    }

    private void publish() {
        GatewayStatus status = report.at(clock.instant());
        lastReady = status.getReady();
        lastConditions = began(status.getConditions());
        lastNanos = System.nanoTime();
        try {
            var unused = producer.send(new ProducerRecord<>(topic, report.key(), status), (metadata, problem) -> {
                if (problem != null) {
                    failed(problem);
                }
            });
        } catch (RuntimeException refused) {
            // The schedule would end with an exception.
            failed(refused);
        }
    }

    /** A condition that goes on with another message waits for the heartbeat. */
    private static List<String> began(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> condition.getType() + " " + condition.getSince())
                .toList();
    }

    private static void failed(Exception problem) {
        LOG.atWarn()
                .addKeyValue("problem", problem.getClass().getSimpleName())
                .log("Kafka did not take a gateway status; the next one is sent in time");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
