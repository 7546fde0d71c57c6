package io.driftgate.proxy.guard;

import io.driftgate.proxy.refusal.Refusal;

/** What the guards mean for a request. */
public sealed interface GuardVerdict {

    /** It may pass. */
    record Passes(GuardSeen seen) implements GuardVerdict {}

    /** It may not. */
    record Shut(GuardSeen seen, Refusal refusal) implements GuardVerdict {}
}
