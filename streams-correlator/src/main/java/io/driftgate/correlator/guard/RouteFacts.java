package io.driftgate.correlator.guard;

import io.driftgate.correlator.guard.GuardRow.Bound;
import io.driftgate.correlator.guard.GuardRow.Manual;
import io.driftgate.correlator.guard.GuardRow.OpenDrift;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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
            // An order may be in vain, and says so.
            case COMMAND -> ordered(row, fact) instanceof Applied applied ? applied.row() : row;
            case TICK, NOTHING -> row;
        };
    }

    /** What an order does to what is known of a route. */
    sealed interface Effect {}

    record Applied(GuardRow row) implements Effect {}

    /** @param why in words, and what to do */
    record InVain(String why) implements Effect {}

    static Effect ordered(GuardRow row, RouteFact fact) {
        OperatorCommand command = Objects.requireNonNull(fact.getCommand(), "command");
        return switch (command.getKind()) {
            case SET_GUARD -> set(row, command, fact.getAppendTime());
            case RELEASE_GUARD -> released(row, command);
            case BASELINE_SCOPE, ACCEPT_DRIFT, RESCAN_SCOPE, REVOKE_CREDENTIAL, NOTHING ->
                new InVain("that is no order for a route");
        };
    }

    private static Effect set(GuardRow row, OperatorCommand command, Instant appended) {
        @Nullable GuardAction action = command.getGuardAction();
        @Nullable Instant until = command.getUntil();
        if (action == null || action == GuardAction.NONE || until == null) {
            return new InVain("a person's guard needs an action and an end");
        }
        if (!until.isAfter(appended)) {
            return new InVain("the time until which it was to hold has passed already");
        }
        return new Applied(
                row.set(new Manual(action, until.toEpochMilli(), command.getOperator(), command.getReason())));
    }

    /** What is open is not a person's to release: that is what accepting it is for. */
    private static Effect released(GuardRow row, OperatorCommand command) {
        if (row.manual() != null || !row.absorbed().isEmpty()) {
            return new Applied(row.released(command.getOperator()));
        }
        return row.drifts().isEmpty()
                ? new InVain("no person's guard stands there, and nothing that the state has taken over")
                : new InVain("it stands for drift that is open: "
                        + GuardNotes.ids(row.drifts().values()) + "; put that back, or accept it until a date");
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
