package io.driftgate.correlator.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.drift.ResourceRow;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;

/** Facts become drift, and what routes must know of it. */
final class DriftPart {

    static final String PROCESSOR = "drift-engine";
    static final String ROWS = "resources";
    static final String DRIFTS = "drifts";
    static final String CHANGES = "changes";
    /** Who belongs to a scope, who waits, who is due, what is old: keys only. */
    static final String INDEX = "resource-index";

    static final String BINDINGS = "bindings";
    /** Clock, barriers and sweeps. */
    static final String PROGRESS = "engine-progress";

    private final DriftTopology.Rules rules;
    private final MeterRegistry metrics;

    DriftPart(DriftTopology.Rules rules, MeterRegistry metrics) {
        this.rules = rules;
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        wiring.source(topology, TopicCatalogue.ENTITY_FACTS);
        topology.addProcessor(
                PROCESSOR,
                () -> new EngineProcessor(rules, wiring.clock(), metrics),
                TopicCatalogue.ENTITY_FACTS.name());
        topology.addStateStore(Wiring.jsonStore(ROWS, ResourceRow.class), PROCESSOR);
        topology.addStateStore(wiring.avroStore(DRIFTS, TopicCatalogue.DRIFT, DriftRecord.class), PROCESSOR);
        topology.addStateStore(wiring.avroStore(CHANGES, TopicCatalogue.CLOUD_CHANGES, CloudChange.class), PROCESSOR);
        topology.addStateStore(Wiring.textStore(INDEX), PROCESSOR);
        topology.addStateStore(
                wiring.smallAvroStore(BINDINGS, TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class), PROCESSOR);
        topology.addStateStore(Wiring.smallJsonStore(PROGRESS, JsonNode.class), PROCESSOR);
        wiring.sink(topology, TopicCatalogue.DRIFT, DriftRecord.class, Partitioning.upTo('#'), PROCESSOR);
        wiring.sink(topology, TopicCatalogue.ROUTE_FACTS, RouteFact.class, Partitioning.upTo('/'), PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS),
                TopicCatalogue.OPERATOR_ACTIONS,
                OperatorAction.class,
                PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.SCOPE_FACTS),
                TopicCatalogue.SCOPE_FACTS,
                ScopeFact.class,
                PROCESSOR);
    }
}
