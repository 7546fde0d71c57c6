package io.driftgate.correlator.topology;

import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.correlator.scope.ScopedDrift;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.streams.Topology;

/** How scopes and gateways stand, off the way from drift to guard: who is silent, who fails, what the first look found. */
final class ScopePart {

    static final String PROCESSOR = "scope";
    static final String ROWS = "scopes";
    static final String DRIFTS = "scope-drifts";
    static final String ALERTS = "scope-alerts-told";

    private final Duration settle;
    private final ScopeGauges gauges;
    private final MeterRegistry metrics;

    /** @param settle how long no drift of a scope may have moved before its summary is told */
    ScopePart(Duration settle, MeterRegistry metrics) {
        this.settle = settle;
        this.gauges = new ScopeGauges(metrics);
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        wiring.source(topology, TopicCatalogue.SCOPE_FACTS);
        topology.addProcessor(
                PROCESSOR,
                () -> new ScopeProcessor(settle, wiring.clock(), gauges, metrics),
                TopicCatalogue.SCOPE_FACTS.name());
        topology.addStateStore(Wiring.smallJsonStore(ROWS, ScopeRow.class), PROCESSOR);
        topology.addStateStore(Wiring.jsonStore(DRIFTS, ScopedDrift.class), PROCESSOR);
        topology.addStateStore(wiring.smallAvroStore(ALERTS, TopicCatalogue.ALERTS, Alert.class), PROCESSOR);
        // Sinks of its own: one that two parts share would make one task of both.
        wiring.sink(topology, sink(TopicCatalogue.ALERTS), TopicCatalogue.ALERTS, Alert.class, PROCESSOR);
        wiring.textSink(topology, sink(TopicCatalogue.ALERTS_JSON), TopicCatalogue.ALERTS_JSON, PROCESSOR);
        wiring.sink(
                topology,
                sink(TopicCatalogue.OPERATOR_ACTIONS),
                TopicCatalogue.OPERATOR_ACTIONS,
                OperatorAction.class,
                PROCESSOR);
        wiring.sink(
                topology,
                sink(TopicCatalogue.ROUTE_BINDINGS),
                TopicCatalogue.ROUTE_BINDINGS,
                RouteBinding.class,
                PROCESSOR);
    }

    static String sink(Topic topic) {
        return Wiring.sinkName(PROCESSOR, topic);
    }
}
