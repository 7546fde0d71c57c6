package io.driftgate.proxy.edge;

import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.refusal.Refusal;

/** Which route a request is for. */
public sealed interface RouteVerdict {

    /** This one, under this path. */
    record Found(Route route, CanonicalPath path) implements RouteVerdict {}

    /** None. */
    record NotFound(Refusal refusal) implements RouteVerdict {}
}
