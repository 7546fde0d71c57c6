package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.AlertKeeper;
import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;

/** Reads back the alerts of all composers, by fingerprint: what operators are shown, and what is put back. */
final class AlertKeeperPart {

    static final String KEPT = "alerts-kept";
    static final String MARKS = "alerts-seen";
    static final String TAMPERING = "alerts-tampering";
    private static final String PROCESSOR = "alerts-keeper";

    private final MeterRegistry metrics;

    AlertKeeperPart(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        AlertOutlet outlet = new AlertOutlet(PROCESSOR, metrics);
        wiring.attestedSource(topology, TopicCatalogue.ALERTS);
        topology.addProcessor(
                PROCESSOR,
                () -> new AlertKeeperProcessor(
                        new AlertKeeper(wiring.signer().keyId()),
                        new ReadBacks<>(FeedbackTopic.alerts(), wiring.partitions()),
                        outlet,
                        wiring.clock(),
                        metrics),
                TopicCatalogue.ALERTS.name());
        topology.addStateStore(wiring.avroStore(KEPT, TopicCatalogue.ALERTS, Alert.class), PROCESSOR);
        topology.addStateStore(Wiring.jsonStore(MARKS, AlertKeeper.Mark.class), PROCESSOR);
        topology.addStateStore(TamperDesk.store(TAMPERING), PROCESSOR);
        outlet.addTo(topology, wiring);
    }
}
