package io.driftgate.correlator.topology;

import io.driftgate.correlator.alert.AlertComposer;
import io.driftgate.correlator.alert.Fingerprint;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.json.AlertCloudEvent;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Remembers what was told under each fingerprint, and tells what is new, as Avro and as CloudEvents. */
final class AlertProcessor implements Processor<String, DriftRecord, String, Object> {

    private final AlertComposer composer = new AlertComposer();
    private final InstantSource clock;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, Alert> told;

    AlertProcessor(InstantSource clock, MeterRegistry metrics) {
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        this.context = processorContext;
        this.told = processorContext.getStateStore(AlertPart.ALERTS);
    }

    @Override
    public void process(Record<String, DriftRecord> record) {
        KeyValueStore<String, Alert> store = Objects.requireNonNull(told, "init comes first");
        String fingerprint =
                Fingerprint.ofDrift(record.value().getResourceKey()).text();
        composer.compose(record.value(), store.get(fingerprint), clock.instant())
                .ifPresent(alert -> {
                    store.put(fingerprint, alert);
                    tell(alert, record.timestamp());
                });
    }

    private void tell(Alert alert, long time) {
        metrics.counter(
                        "driftgate_correlator_alerts_total",
                        "status",
                        alert.getStatus().name().toLowerCase(Locale.ROOT))
                .increment();
        ProcessorContext<String, Object> sinks = Objects.requireNonNull(context, "init comes first");
        String key = alert.getFingerprint();
        sinks.forward(new Record<>(key, alert, time), Wiring.sinkName(TopicCatalogue.ALERTS));
        sinks.forward(
                new Record<>(key, AlertCloudEvent.text(alert), time), Wiring.sinkName(TopicCatalogue.ALERTS_JSON));
    }
}
