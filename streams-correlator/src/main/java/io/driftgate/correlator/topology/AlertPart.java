package io.driftgate.correlator.topology;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/** Drift becomes alerts, in the engine's own task: no hop lies between. */
final class AlertPart {

    static final String PROCESSOR = "alert";
    static final String ALERTS = "alerts-told";

    private final MeterRegistry metrics;

    AlertPart(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        topology.addProcessor(PROCESSOR, () -> new AlertProcessor(wiring.clock(), metrics), DriftPart.PROCESSOR);
        topology.addStateStore(wiring.avroStore(ALERTS, TopicCatalogue.ALERTS, Alert.class), PROCESSOR);
        wiring.sink(topology, TopicCatalogue.ALERTS, Alert.class, PROCESSOR);
        topology.addSink(
                Wiring.sinkName(TopicCatalogue.ALERTS_JSON),
                wiring.prefix().name(TopicCatalogue.ALERTS_JSON),
                new StringSerializer(),
                new StringSerializer(),
                PROCESSOR);
    }
}
