package io.driftgate.proxy.breakglass;

import io.driftgate.proxy.breakglass.BreakGlassOutcome.Opened;
import io.driftgate.proxy.breakglass.BreakGlassOutcome.Refused;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.guard.GuardCheck;
import io.driftgate.proxy.guard.GuardVerdict;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets a person open one guarded route of this one gateway for at most an hour, when the pipeline that could release it is
 * away. It overrides what the guard says, also a stricter guard that comes meanwhile, and nothing else: callers are
 * recognised, authorised, checked for revocation and recorded as ever. It lives in memory, so a restart ends it.
 *
 * <p>It opens nothing that this gateway never knew a guard of: either all guards were read since it started, or the guard of
 * that route was on its disk. Without either nobody could say what is being overridden. And it opens nothing ahead: a route
 * that is not shut now keeps its guard. Thread-safe.
 */
public final class BreakGlass {

    private final GuardCheck guards;
    private final SignedBook<RouteGuard> book;
    private final Map<String, Route> routes;
    private final InstantSource clock;
    private final Map<String, BrokenGlass> broken = new ConcurrentHashMap<>();

    /**
     * @param guards what it overrides
     * @param book the guards that are known
     */
    public BreakGlass(GuardCheck guards, SignedBook<RouteGuard> book, Collection<Route> routes, InstantSource clock) {
        this.guards = guards;
        this.book = book;
        this.routes = routes.stream().collect(Collectors.toUnmodifiableMap(Route::name, Function.identity()));
        this.clock = clock;
    }

    /** What the guards mean for a request, and what a person made of it. */
    public GuardVerdict check(Route route) {
        return switch (guards.check(route)) {
            case GuardVerdict.Passes passes -> passes;
            case GuardVerdict.Shut shut ->
                holds(route) ? new GuardVerdict.Passes(shut.seen().throughBrokenGlass()) : shut;
        };
    }

    /** Whether a person has opened the route. */
    public boolean holds(Route route) {
        BrokenGlass glass = broken.get(route.name());
        return glass != null && glass.holds(clock.instant());
    }

    /** @param operator principal of the person, who was authenticated */
    public BreakGlassOutcome open(BreakGlassOrder order, String operator) {
        Route route = routes.get(order.route());
        if (route == null) {
            return new Refused(Refusal.of(404, "route-unknown", "This gateway has no route of that name"));
        }
        if (!book.complete() && book.of(route.name()).isEmpty()) {
            return new Refused(Refusal.of(
                    409, "guard-never-read", "No guard of this route was ever read, so there is nothing to override"));
        }
        if (guards.check(route) instanceof GuardVerdict.Passes) {
            return new Refused(Refusal.of(409, "route-not-shut", "No guard shuts this route now"));
        }
        Instant now = clock.instant();
        BrokenGlass glass = new BrokenGlass(route.name(), operator, order.reason(), now, now.plus(order.time()));
        broken.put(route.name(), glass);
        return new Opened(glass);
    }

    /** Ends it. @return what ended; nothing when the route was not open by it */
    public Optional<BrokenGlass> end(String route) {
        return Optional.ofNullable(broken.remove(route)).filter(glass -> glass.holds(clock.instant()));
    }

    /** What is open by it now. */
    public List<BrokenGlass> open() {
        Instant now = clock.instant();
        return broken.values().stream().filter(glass -> glass.holds(now)).toList();
    }

    /** {@code break-glass}, for each route that is open by it. */
    public List<Condition> conditions(Instant now) {
        return broken.values().stream()
                .filter(glass -> glass.holds(now))
                .map(glass -> Condition.newBuilder()
                        .setType("break-glass")
                        .setActive(true)
                        .setMessage("route " + glass.route() + " is open until " + glass.until()
                                + " whatever its guard says (observe), by " + glass.operator() + ": " + glass.reason())
                        .setSince(glass.since())
                        .build())
                .toList();
    }
}
