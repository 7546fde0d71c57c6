package io.driftgate.correlator.topology;

import io.driftgate.correlator.assemble.ScopeProgress;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.streams.Topology;

/** Everything that the drift engine has to know goes into one topic, what is known of scopes into another. One processor over all sources, or Streams splits it. */
final class AssemblePart {

    static final String STORE = "assembled-scopes";
    static final String PROCESSOR = "assemble";
    private static final List<Topic> SOURCES = List.of(
            TopicCatalogue.STATE_SNAPSHOTS,
            TopicCatalogue.CLOUD_CHANGES,
            TopicCatalogue.ROUTE_BINDINGS,
            TopicCatalogue.COLLECTOR_STATUS,
            TopicCatalogue.GATEWAY_STATUS);

    private final MeterRegistry metrics;

    AssemblePart(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        SOURCES.forEach(topic -> wiring.source(topology, topic));
        topology.addProcessor(
                PROCESSOR,
                () -> new AssembleProcessor(wiring.prefix(), wiring.clock(), metrics),
                SOURCES.stream().map(Topic::name).toArray(String[]::new));
        topology.addStateStore(Wiring.jsonStore(STORE, ScopeProgress.class), PROCESSOR, CommandPart.PROCESSOR);
        wiring.sink(
                topology,
                TopicCatalogue.ENTITY_FACTS,
                EntityFact.class,
                Partitioning.facts(),
                PROCESSOR,
                CommandPart.PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.SCOPE_FACTS),
                TopicCatalogue.SCOPE_FACTS,
                ScopeFact.class,
                Partitioning.scopeFacts(),
                PROCESSOR);
    }
}
