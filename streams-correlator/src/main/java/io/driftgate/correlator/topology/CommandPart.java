package io.driftgate.correlator.topology;

import io.driftgate.correlator.command.CommandAdmission.Seen;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;

/**
 * Persons' orders go to those who carry them out. It is one sub-topology with {@link AssemblePart}, so that a task takes
 * orders and readings in the order of their append times, and an order after an outage does not run ahead of the backlog.
 */
final class CommandPart {

    static final String PROCESSOR = "command";
    static final String SEEN = "commands-seen";

    private static final Topic SOURCE = TopicCatalogue.OPERATOR_COMMANDS;

    private final MeterRegistry metrics;

    CommandPart(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        wiring.attestedSource(topology, SOURCE);
        topology.addProcessor(PROCESSOR, () -> new CommandProcessor(wiring.clock(), metrics), SOURCE.name());
        topology.addStateStore(Wiring.jsonStore(SEEN, Seen.class), PROCESSOR);
        new RevocationPart().addTo(topology, wiring);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.ROUTE_FACTS),
                TopicCatalogue.ROUTE_FACTS,
                RouteFact.class,
                Partitioning.upTo('/'),
                PROCESSOR);
        wiring.sink(topology, TopicCatalogue.SCOPE_FACTS, ScopeFact.class, PROCESSOR);
        wiring.sink(
                topology,
                Wiring.sinkName(PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS),
                TopicCatalogue.OPERATOR_ACTIONS,
                OperatorAction.class,
                PROCESSOR,
                RevocationPart.PROCESSOR);
    }
}
