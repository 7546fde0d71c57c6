package io.driftgate.correlator.guard;

import io.driftgate.correlator.guard.GuardRow.Bound;
import io.driftgate.correlator.guard.GuardRow.OpenDrift;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes route facts into what is known of a route. Pure. */
final class RouteFacts {

    private RouteFacts() {}

    static GuardRow apply(GuardRow row, RouteFact fact) {
        return switch (fact.getKind()) {
            case DRIFT_OPENED -> opened(row, fact);
            case DRIFT_CLOSED -> closed(row, fact);
            case BINDING -> binding(row, fact);
            case COMMAND, TICK, NOTHING -> row;
        };
    }

    private static GuardRow opened(GuardRow row, RouteFact fact) {
        if (fact.getFirstSight() || !fact.getLiveReread()) {
            return row;
        }
        @Nullable OpenDrift before = row.drifts().get(fact.getResourceKey());
        return row.opened(
                fact.getResourceKey(),
                new OpenDrift(
                        fact.getDriftId(),
                        fact.getSeverity().name(),
                        fact.getReason(),
                        before == null ? fact.getAppendTime().toEpochMilli() : before.since(),
                        fact.getIngested().toEpochMilli()));
    }

    /** What the state has taken over is in nobody's code: it goes on shutting the route until a person releases it. */
    private static GuardRow closed(GuardRow row, RouteFact fact) {
        return switch (fact.getResolution()) {
            case ABSORBED -> row.absorbed(fact.getResourceKey());
            case DELETED, ACCEPTED -> row.forgotten(fact.getResourceKey());
            case REVERTED, UNRESOLVED -> row.closed(fact.getResourceKey());
        };
    }

    private static GuardRow binding(GuardRow row, RouteFact fact) {
        @Nullable RouteBinding binding = fact.getBinding();
        if (binding == null) {
            return row.without(fact.getBindingKey());
        }
        String version = binding.getIncarnation() + "/" + binding.getConfigRevision() + "/"
                + binding.getOccurred().toEpochMilli();
        @Nullable Bound before = row.bindings().get(fact.getBindingKey());
        Set<Integer> confirmed = before != null && before.version().equals(version)
                ? new HashSet<>(before.confirmed())
                : new HashSet<>();
        confirmed.add(fact.getConfirmedPartition());
        @Nullable GuardPolicy policy = binding.getGuardPolicy();
        Map<String, String> actions = policy == null
                ? Map.of()
                : policy.getActions().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().name()));
        return row.with(
                fact.getBindingKey(),
                new Bound(
                        version,
                        actions,
                        policy != null && policy.getEnforcement() == Enforcement.OBSERVED,
                        confirmed));
    }
}
