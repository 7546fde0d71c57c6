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
        return row.opened(fact.getResourceKey(), drift(row, fact));
    }

    private static OpenDrift drift(GuardRow row, RouteFact fact) {
        @Nullable OpenDrift before = row.drifts().get(fact.getResourceKey());
        return new OpenDrift(
                fact.getDriftId(),
                fact.getSeverity().name(),
                fact.getReason(),
                before == null ? fact.getAppendTime().toEpochMilli() : before.since(),
                fact.getIngested().toEpochMilli());
    }

    /** What the state has taken over is in nobody's code: it goes on shutting the route until a person releases it. */
    private static GuardRow closed(GuardRow row, RouteFact fact) {
        return switch (fact.getResolution()) {
            case ABSORBED -> row.absorbed(fact.getResourceKey(), drift(row, fact));
            case DELETED, ACCEPTED -> row.forgotten(fact.getResourceKey());
            case REVERTED, UNRESOLVED -> row.closed(fact.getResourceKey());
        };
    }

    private static GuardRow binding(GuardRow row, RouteFact fact) {
        @Nullable RouteBinding binding = fact.getBinding();
        long appended = fact.getAppendTime().toEpochMilli();
        @Nullable Bound before = row.bindings().get(fact.getBindingKey());
        if (before != null && appended < before.appended()) {
            // A partition that lags still tells what the others have left behind.
            return row;
        }
        Set<Integer> confirmed =
                before != null && before.appended() == appended ? new HashSet<>(before.confirmed()) : new HashSet<>();
        confirmed.add(fact.getConfirmedPartition());
        if (binding == null) {
            return row.with(fact.getBindingKey(), new Bound(appended, true, "", Map.of(), false, confirmed));
        }
        @Nullable GuardPolicy policy = binding.getGuardPolicy();
        Map<String, String> actions = policy == null
                ? Map.of()
                : policy.getActions().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().name()));
        boolean observed = policy != null && policy.getEnforcement() == Enforcement.OBSERVED;
        return row.with(
                fact.getBindingKey(), new Bound(appended, false, binding.getDigest(), actions, observed, confirmed));
    }
}
