package io.driftgate.proxy.guard;

import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.guard.GuardVerdict.Passes;
import io.driftgate.proxy.guard.GuardVerdict.Shut;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.RouteGuard;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides what the guards mean for a request. Nothing passes before all guards and revocations have been read; a route that something
 * stands behind passes only under a known guard, which the correlator writes, {@code NONE} included, once it knows the
 * binding. A guard that was decided on other bindings than this gateway's permits nothing, but it still refuses. A guard
 * counts for a route without {@code backed_by} too: a person may have set it. Thread-safe.
 */
public final class GuardCheck {

    private static final int UNTIL_KNOWN_SECONDS = 5;
    private static final int UNTIL_RELEASED_SECONDS = 30;

    private final SignedBook<RouteGuard> book;
    private final Map<String, String> digests;
    private final BooleanSupplier ready;

    /**
     * @param book as the feed keeps it
     * @param digests of this gateway's own bindings, by route
     * @param ready whether all that the correlator decided has been read
     */
    public GuardCheck(SignedBook<RouteGuard> book, Map<String, String> digests, BooleanSupplier ready) {
        this.book = book;
        this.digests = Map.copyOf(digests);
        this.ready = ready;
    }

    /** Lets pass, or refuses with 503. */
    public GuardVerdict check(Route route) {
        if (!ready.getAsBoolean()) {
            return new Shut(GuardSeen.NONE, Refusal.notReady());
        }
        Optional<RouteGuard> guard = book.of(route.name());
        if (guard.isEmpty()) {
            return route.backed() ? unknown() : new Passes(GuardSeen.NONE);
        }
        return switch (judge(guard.get())) {
            case Shut shut -> shut;
            case Passes passes -> !route.backed() || decidedOnOurs(guard.get()) ? passes : unknown();
        };
    }

    /** A permission that was decided on something else says nothing about what stands behind the route now. */
    private boolean decidedOnOurs(RouteGuard guard) {
        String ours = digests.get(guard.getRoute());
        return ours != null && guard.getBindingDigests().contains(ours);
    }

    private static Shut unknown() {
        return new Shut(
                GuardSeen.NONE,
                Refusal.of(503, "guard-unknown", "It is not known yet whether this route may be served")
                        .retryAfter(UNTIL_KNOWN_SECONDS));
    }

    private static GuardVerdict judge(RouteGuard guard) {
        GuardSeen seen = new GuardSeen(
                guard.getAction(),
                guard.getEnforcement(),
                guard.getDriftIds().stream().findFirst());
        return switch (guard.getAction()) {
            case NONE, OBSERVE -> new Passes(seen);
            // What this gateway cannot carry out yet must not open: the weaker actions shut as well.
            case THROTTLE, READ_ONLY, STEP_UP, BLOCK ->
                guard.getEnforcement() == Enforcement.OBSERVED ? new Passes(seen) : new Shut(seen, guarded(seen));
        };
    }

    private static Refusal guarded(GuardSeen seen) {
        Refusal refusal = Refusal.of(503, "route-guarded", "What stands behind this route has drifted")
                .retryAfter(UNTIL_RELEASED_SECONDS);
        return seen.driftId().map(refusal::because).orElse(refusal);
    }
}
