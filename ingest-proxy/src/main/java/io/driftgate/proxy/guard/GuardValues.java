package io.driftgate.proxy.guard;

import io.driftgate.proxy.feedback.FeedbackValues;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Guards of the routes of one fleet, by route.
 *
 * @param gateway name of the fleet
 */
public record GuardValues(String gateway) implements FeedbackValues<RouteGuard> {

    @Override
    public String noun() {
        return "guards";
    }

    @Override
    public Optional<String> id(String key) {
        String prefix = gateway + "/";
        return key.startsWith(prefix) ? Optional.of(key.substring(prefix.length())) : Optional.empty();
    }

    @Override
    public boolean repeats(String key, RouteGuard guard) {
        return guard.getKey().equals(key)
                && guard.getGateway().equals(gateway)
                && key.equals(gateway + "/" + guard.getRoute());
    }

    @Override
    public long version(RouteGuard guard) {
        return guard.getVersion();
    }

    @Override
    public String says(RouteGuard guard) {
        return guard.getAction() + " " + guard.getEnforcement();
    }

    /** The correlator may write a version twice, at another time. */
    @Override
    public boolean same(RouteGuard one, RouteGuard other) {
        return RouteGuard.newBuilder(one)
                .setCorrelated(other.getCorrelated())
                .build()
                .equals(other);
    }

    /** A guard that lets anything pass might pass what another one did not: on other bindings, or for want of any. */
    @Override
    public boolean tightens(Optional<RouteGuard> inForce, RouteGuard now) {
        return strictness(now) > strictness(GuardAction.OBSERVE)
                && inForce.map(guard -> strictness(now) >= strictness(guard)).orElse(true);
    }

    /** Decided on no binding: {@link GuardCheck} takes it for no permission. */
    @Override
    public RouteGuard withoutPermission(RouteGuard guard) {
        return RouteGuard.newBuilder(guard).setBindingDigests(List.of()).build();
    }

    /** A guard with an end is released by the correlator, not by a clock of ours. */
    @Override
    public boolean over(RouteGuard guard, Instant now) {
        return false;
    }

    private static int strictness(RouteGuard guard) {
        return guard.getEnforcement() == Enforcement.OBSERVED ? 0 : strictness(guard.getAction());
    }

    private static int strictness(GuardAction action) {
        return action.ordinal();
    }
}
