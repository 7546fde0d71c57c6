package io.driftgate.correlator.topology;

import io.driftgate.correlator.command.CommandsTaken;
import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;

/**
 * Persons' orders go to those who carry them out. It is one sub-topology with {@link AssemblePart}, so that a task takes
 * orders and readings in the order of their append times, and an order after an outage does not run ahead of the backlog.
 */
final class CommandPart {

    static final String PROCESSOR = "command";
    /** Ids of the last orders about each target. */
    static final String TAKEN = "commands-taken";

    private final MeterRegistry metrics;

    CommandPart(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        GatePart<OperatorCommand> gate = new GatePart<>(FeedbackTopic.commands(), PROCESSOR, metrics);
        gate.addTo(topology, wiring);
        topology.addProcessor(PROCESSOR, () -> new CommandProcessor(wiring.clock(), metrics), gate.processor());
        topology.addStateStore(Wiring.jsonStore(TAKEN, CommandsTaken.class), PROCESSOR);
        new RevocationPart(metrics).addTo(topology, wiring);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.ROUTE_FACTS),
                TopicCatalogue.ROUTE_FACTS,
                RouteFact.class,
                Partitioning.upTo('/'),
                PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.SCOPE_FACTS),
                TopicCatalogue.SCOPE_FACTS,
                ScopeFact.class,
                Partitioning.scopeFacts(),
                PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS),
                TopicCatalogue.OPERATOR_ACTIONS,
                OperatorAction.class,
                PROCESSOR,
                RevocationPart.PROCESSOR);
    }
}
