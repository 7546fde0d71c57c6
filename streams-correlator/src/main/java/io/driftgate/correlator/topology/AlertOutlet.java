package io.driftgate.correlator.topology;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.json.AlertCloudEvent;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One processor's way to {@code alerts} and {@code alerts-json}. Each has its own: a sink that two sub-topologies share makes
 * one of them.
 */
final class AlertOutlet {

    private final String processor;
    private final MeterRegistry metrics;

    AlertOutlet(String processor, MeterRegistry metrics) {
        this.processor = processor;
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        wiring.sink(topology, sinkName(TopicCatalogue.ALERTS), TopicCatalogue.ALERTS, Alert.class, processor);
        topology.addSink(
                sinkName(TopicCatalogue.ALERTS_JSON),
                wiring.prefix().name(TopicCatalogue.ALERTS_JSON),
                new StringSerializer(),
                new StringSerializer(),
                processor);
    }

    /** Tells people something new. */
    void tell(ProcessorContext<String, Object> context, Alert alert, long time) {
        metrics.counter(
                        "driftgate_correlator_alerts_total",
                        "status",
                        alert.getStatus().name().toLowerCase(Locale.ROOT))
                .increment();
        repeat(context, alert, time);
    }

    /** Writes what was told before once more. */
    void repeat(ProcessorContext<String, Object> context, Alert alert, long time) {
        String key = alert.getFingerprint();
        context.forward(new Record<>(key, alert, time), sinkName(TopicCatalogue.ALERTS));
        context.forward(new Record<>(key, AlertCloudEvent.text(alert), time), sinkName(TopicCatalogue.ALERTS_JSON));
    }

    private String sinkName(Topic topic) {
        return processor + "-to-" + topic.name();
    }
}
