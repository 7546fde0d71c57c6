package io.driftgate.proxy.breakglass;

import io.driftgate.proxy.refusal.Refusal;

/** What came of an order. */
public sealed interface BreakGlassOutcome {

    /** The route is open. */
    record Opened(BrokenGlass glass) implements BreakGlassOutcome {}

    /** It is not. */
    record Refused(Refusal refusal) implements BreakGlassOutcome {}
}
