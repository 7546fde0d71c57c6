package io.driftgate.correlator.guard;

import io.driftgate.correlator.guard.GuardRow.Manual;
import io.driftgate.correlator.guard.GuardRow.OpenDrift;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardKind;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a route is guarded, in a few words for the audit of people. Pure. */
final class GuardNotes {

    private GuardNotes() {}

    static String of(@Nullable RouteGuard guard) {
        if (guard == null) {
            return "no guard";
        }
        if (guard.getKind() == GuardKind.MANUAL) {
            return guard.getAction() + " by " + guard.getOperator() + " until " + guard.getExpiresAt();
        }
        String dry = guard.getEnforcement() == Enforcement.OBSERVED ? " as a dry run" : "";
        return guard.getAction() == GuardAction.NONE
                ? "NONE"
                : guard.getAction() + dry + " for " + String.join(", ", guard.getDriftIds());
    }

    /**
     * The same, after an order: what a person set may be weaker than what is in force, and what a person released may stay
     * for another reason.
     */
    static String of(@Nullable RouteGuard guard, GuardRow row) {
        @Nullable Manual manual = row.manual();
        if (manual == null || (guard != null && guard.getKind() == GuardKind.MANUAL)) {
            return of(guard);
        }
        return of(guard) + "; " + manual.action() + " by " + manual.operator() + " until "
                + Instant.ofEpochMilli(manual.until()) + " counts when that ends";
    }

    static String ids(Collection<OpenDrift> drifts) {
        return drifts.stream().map(OpenDrift::driftId).sorted().collect(Collectors.joining(", "));
    }
}
