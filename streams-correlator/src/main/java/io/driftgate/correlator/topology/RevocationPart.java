package io.driftgate.correlator.topology;

import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.topic.TopicCatalogue;
import org.apache.kafka.streams.Topology;

/** Orders become what proxies must know of credentials, in the task that takes the orders. */
final class RevocationPart {

    static final String PROCESSOR = "revocation";
    static final String REVOKED = "revoked-credentials";

    void addTo(Topology topology, Wiring wiring) {
        topology.addProcessor(PROCESSOR, () -> new RevocationProcessor(wiring.clock()), CommandPart.PROCESSOR);
        topology.addStateStore(wiring.avroStore(REVOKED, TopicCatalogue.REVOCATIONS, Revocation.class), PROCESSOR);
        wiring.sink(topology, TopicCatalogue.REVOCATIONS, Revocation.class, PROCESSOR);
    }
}
