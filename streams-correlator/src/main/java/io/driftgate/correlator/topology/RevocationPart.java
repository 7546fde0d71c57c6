package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;

/** Orders become what proxies must know of credentials, in the task that takes the orders. */
final class RevocationPart {

    static final String PROCESSOR = "revocation";
    static final String REVOKED = "revoked-credentials";

    private final MeterRegistry metrics;

    RevocationPart(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        topology.addProcessor(PROCESSOR, () -> new RevocationProcessor(wiring.clock()), CommandPart.PROCESSOR);
        topology.addStateStore(wiring.avroStore(REVOKED, TopicCatalogue.REVOCATIONS, Revocation.class), PROCESSOR);
        wiring.sink(topology, TopicCatalogue.REVOCATIONS, Revocation.class, PROCESSOR);
        // No revocation shuts more than another: the credential is worth nothing.
        new KeeperPart<>(FeedbackTopic.revocations(), REVOKED, (one, other) -> one, metrics).addTo(topology, wiring);
    }
}
