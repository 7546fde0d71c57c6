package io.driftgate.correlator.topology;

import io.driftgate.correlator.alert.AlertComposer;
import io.driftgate.correlator.alert.Fingerprint;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.DriftRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Remembers what was told of each resource's drift, and tells what is new. */
final class AlertProcessor implements Processor<String, DriftRecord, String, Object> {

    private final AlertComposer composer = new AlertComposer();
    private final AlertOutlet outlet;
    private final InstantSource clock;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, Alert> told;

    AlertProcessor(AlertOutlet outlet, InstantSource clock) {
        this.outlet = outlet;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        this.context = processorContext;
        this.told = processorContext.getStateStore(AlertPart.ALERTS);
    }

    @Override
    public void process(Record<String, DriftRecord> record) {
        KeyValueStore<String, Alert> store = Objects.requireNonNull(told, "init comes first");
        ProcessorContext<String, Object> out = Objects.requireNonNull(context, "init comes first");
        String fingerprint =
                Fingerprint.ofDrift(record.value().getResourceKey()).text();
        composer.compose(
                        record.value(),
                        store.get(fingerprint),
                        Instant.ofEpochMilli(record.timestamp()),
                        clock.instant())
                .ifPresent(alert -> {
                    store.put(fingerprint, alert);
                    outlet.tell(out, alert, record.timestamp());
                });
    }
}
