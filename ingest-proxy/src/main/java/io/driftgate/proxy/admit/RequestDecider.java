package io.driftgate.proxy.admit;

import io.driftgate.proxy.admit.Admission.Admitted;
import io.driftgate.proxy.admit.Admission.Refused;
import io.driftgate.proxy.authorization.ScopeCheck;
import io.driftgate.proxy.authorization.ScopeVerdict;
import io.driftgate.proxy.breakglass.BreakGlass;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.edge.RouteTable;
import io.driftgate.proxy.edge.RouteVerdict;
import io.driftgate.proxy.guard.GuardSeen;
import io.driftgate.proxy.guard.GuardVerdict;
import io.driftgate.proxy.identity.Authenticator;
import io.driftgate.proxy.identity.Caller;
import io.driftgate.proxy.identity.IdentityVerdict;
import io.driftgate.proxy.refusal.Refusal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of checks: edge, identity, authorization, guard. The first that refuses ends it, and one that ends in an
 * exception has refused. Thread-safe.
 */
public final class RequestDecider {

    private static final Logger LOG = LoggerFactory.getLogger(RequestDecider.class);

    private final RouteTable routes;
    private final Authenticator authenticator;
    private final ScopeCheck scopes;
    private final BreakGlass guards;

    /**
     * In the order in which they are asked.
     *
     * @param guards as people let them count
     */
    public RequestDecider(RouteTable routes, Authenticator authenticator, ScopeCheck scopes, BreakGlass guards) {
        this.routes = routes;
        this.authenticator = authenticator;
        this.scopes = scopes;
        this.guards = guards;
    }

    /** Decides about one request; never throws. */
    public Admission decide(RequestHead head) {
        Known known = new Known();
        try {
            return switch (routes.find(head)) {
                case RouteVerdict.NotFound none -> known.refused(none.refusal());
                case RouteVerdict.Found found -> {
                    known.route = Optional.of(found.route());
                    yield identify(head, found, known);
                }
            };
        } catch (RuntimeException undecided) {
            // The message of a foreign exception may quote what it was given.
            LOG.atError()
                    .addKeyValue("problem", undecided.getClass().getName())
                    .addKeyValue("route", known.route.map(Route::name).orElse(""))
                    .log("a check failed, and the request is refused");
            return known.refused(Refusal.checkFailed());
        }
    }

    private Admission identify(RequestHead head, RouteVerdict.Found found, Known known) {
        return switch (authenticator.identify(found.route(), head)) {
            case IdentityVerdict.Unrecognised nobody -> {
                known.caller =
                        nobody.credentialId().map(id -> Caller.unrecognised(head.clientAddress(), Optional.of(id)));
                yield known.refused(nobody.refusal());
            }
            case IdentityVerdict.Recognised somebody -> {
                known.caller = Optional.of(somebody.caller());
                yield authorize(found, somebody.caller(), known);
            }
        };
    }

    private Admission authorize(RouteVerdict.Found found, Caller caller, Known known) {
        return switch (scopes.check(found.route(), caller)) {
            case ScopeVerdict.Forbidden forbidden -> known.refused(forbidden.refusal());
            case ScopeVerdict.Permitted permitted ->
                switch (guards.check(found.route())) {
                    case GuardVerdict.Shut shut -> {
                        known.guard = shut.seen();
                        yield known.refused(shut.refusal());
                    }
                    case GuardVerdict.Passes passes -> new Admitted(found.route(), found.path(), caller, passes.seen());
                };
        };
    }

    /** What is known of one request so far, for its record. */
    private static final class Known {
        private Optional<Route> route = Optional.empty();
        private Optional<Caller> caller = Optional.empty();
        private GuardSeen guard = GuardSeen.NONE;

        private Refused refused(Refusal refusal) {
            return new Refused(refusal, route, caller, guard);
        }
    }
}
