package io.driftgate.correlator.topology;

import io.driftgate.correlator.config.Share;
import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.correlator.guard.GuardDecider;
import io.driftgate.correlator.guard.GuardRow;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;

/** What stands behind a route becomes what its proxies do. */
final class GuardPart {

    static final String PROCESSOR = "guard-decider";
    static final String ROWS = "guarded-routes";
    static final String GUARDS = "guards";

    private final Share maxBlocked;
    private final MeterRegistry metrics;

    GuardPart(Share maxBlocked, MeterRegistry metrics) {
        this.maxBlocked = maxBlocked;
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        wiring.source(topology, TopicCatalogue.ROUTE_FACTS);
        topology.addProcessor(
                PROCESSOR,
                () -> new GuardProcessor(
                        new GuardDecider(wiring.partitions(), maxBlocked, wiring.clock()), wiring.clock(), metrics),
                TopicCatalogue.ROUTE_FACTS.name());
        topology.addStateStore(Wiring.jsonStore(ROWS, GuardRow.class), PROCESSOR);
        topology.addStateStore(wiring.avroStore(GUARDS, TopicCatalogue.ROUTE_GUARDS, RouteGuard.class), PROCESSOR);
        wiring.sink(topology, TopicCatalogue.ROUTE_GUARDS, RouteGuard.class, Partitioning.upTo('/'), PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS),
                TopicCatalogue.OPERATOR_ACTIONS,
                OperatorAction.class,
                PROCESSOR);
        new KeeperPart<>(FeedbackTopic.guards(), GUARDS, GuardDecider::stricter, metrics).addTo(topology, wiring);
    }
}
