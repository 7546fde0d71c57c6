package io.driftgate.sinks.deliver;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one sink reads on {@code alerts} and nobody is told of. The correlator alerts about it, and puts its own
 * records back; here a line a minute is enough. One thread.
 */
final class DroppedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedRecords.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final String sink;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private long unsaid;
    private Instant next = Instant.EPOCH;

    DroppedRecords(String sink, MeterRegistry metrics, InstantSource clock) {
        this.sink = sink;
        this.metrics = metrics;
        this.clock = clock;
    }

    void count(ConsumerRecord<?, ?> record, String reason) {
        metrics.counter("driftgate_sinks_alerts_dropped_total", "sink", sink, "reason", reason)
                .increment();
        unsaid++;
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("sink", sink)
                .addKeyValue("origin", record.topic() + "-" + record.partition() + "@" + record.offset())
                .addKeyValue("reason", reason)
                .addKeyValue("size", record.serializedValueSize())
                .addKeyValue("records", unsaid)
                .log("not the correlator's word: nobody is told; see who may write to alerts");
        next = now.plus(BETWEEN);
        unsaid = 0;
    }
}
