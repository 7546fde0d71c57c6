package io.driftgate.correlator.command;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeFactKind;
import io.driftgate.schemas.identity.ResourceKey;
import java.time.Instant;

/** Makes the facts by which those who carry an order out hear of it. Each carries the order's append time. Pure. */
public final class CommandFacts {

    private CommandFacts() {}

    /**
     * For the drift engine: to the partition of the resource for one that names a resource, else to all.
     *
     * @throws IllegalArgumentException when the target is no resource key where it must be one
     */
    public static EntityFact forEngine(OperatorCommand command, Instant appended) {
        EntityFact.Builder fact = EntityFact.newBuilder()
                .setKind(FactKind.COMMAND)
                .setCommand(command)
                .setAppendTime(appended);
        return command.getKind() == CommandKind.ACCEPT_DRIFT
                ? fact.setEntity(ResourceKey.parse(command.getTarget()).entity().text())
                        .build()
                : fact.setScope(command.getTarget()).build();
    }

    /**
     * For the guard decider.
     *
     * @throws IllegalArgumentException when the target is no gateway/route
     */
    public static RouteFact forRoute(OperatorCommand command, Instant appended) {
        String target = command.getTarget();
        int slash = target.indexOf('/');
        if (slash <= 0 || slash == target.length() - 1) {
            throw new IllegalArgumentException("target of a " + command.getKind() + " (expected: gateway/route)");
        }
        return RouteFact.newBuilder()
                .setKind(RouteFactKind.COMMAND)
                .setGateway(target.substring(0, slash))
                .setRoute(target.substring(slash + 1))
                .setCommand(command)
                .setIngested(appended)
                .setAppendTime(appended)
                .build();
    }

    /** For the scope's summary. */
    public static ScopeFact forScope(OperatorCommand command, Instant appended) {
        return ScopeFact.newBuilder()
                .setKind(ScopeFactKind.COMMAND)
                .setScope(command.getTarget())
                .setCommand(command)
                .setAppendTime(appended)
                .build();
    }
}
