package io.driftgate.proxy.admit;

import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.guard.GuardSeen;
import io.driftgate.proxy.identity.Caller;
import io.driftgate.proxy.refusal.Refusal;
import java.util.Optional;

/** What was decided about a request, with what was known of it by then. */
public sealed interface Admission {

    /** The route, when one was found. */
    Optional<Route> matched();

    /** The caller, when he was recognised, or showed a credential of ours that is not good any more. */
    Optional<Caller> recognised();

    /** The guard that was met. */
    GuardSeen guard();

    /** It may be forwarded, under this path and no other. */
    record Admitted(Route route, CanonicalPath path, Caller caller, GuardSeen guard) implements Admission {
        @Override
        public Optional<Route> matched() {
            return Optional.of(route);
        }

        @Override
        public Optional<Caller> recognised() {
            return Optional.of(caller);
        }
    }

    /** It is turned down. */
    record Refused(Refusal refusal, Optional<Route> matched, Optional<Caller> recognised, GuardSeen guard)
            implements Admission {}
}
