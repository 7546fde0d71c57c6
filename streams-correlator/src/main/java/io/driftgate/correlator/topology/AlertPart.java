package io.driftgate.correlator.topology;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
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
        AlertOutlet outlet = new AlertOutlet(PROCESSOR, metrics);
        topology.addProcessor(PROCESSOR, () -> new AlertProcessor(outlet, wiring.clock()), DriftPart.PROCESSOR);
        topology.addStateStore(wiring.avroStore(ALERTS, TopicCatalogue.ALERTS, Alert.class), PROCESSOR);
        outlet.addTo(topology, wiring);
    }
}
