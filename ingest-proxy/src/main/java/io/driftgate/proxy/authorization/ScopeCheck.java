package io.driftgate.proxy.authorization;

import io.driftgate.proxy.authorization.ScopeVerdict.Forbidden;
import io.driftgate.proxy.authorization.ScopeVerdict.Permitted;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.identity.Caller;
import io.driftgate.proxy.refusal.Refusal;
import java.util.List;

/** A caller needs every scope of a route. */
public final class ScopeCheck {

    /** 403 names the scopes of the route, as RFC 6750, section 3.1 has it, not those of the caller. */
    public ScopeVerdict check(Route route, Caller caller) {
        List<String> needed = route.scopes();
        if (caller.scopes().containsAll(needed)) {
            return new Permitted();
        }
        return new Forbidden(Refusal.of(403, "scope-missing", "The credential lacks a scope")
                .needing(needed)
                .with(
                        "WWW-Authenticate",
                        "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", needed) + "\""));
    }
}
