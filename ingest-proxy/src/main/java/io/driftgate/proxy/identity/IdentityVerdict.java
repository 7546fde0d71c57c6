package io.driftgate.proxy.identity;

import io.driftgate.proxy.refusal.Refusal;

/** Whether a caller is recognised. */
public sealed interface IdentityVerdict {

    /** As this one. */
    record Recognised(Caller caller) implements IdentityVerdict {}

    /** Not, and the route is not for everybody. */
    record Unrecognised(Refusal refusal) implements IdentityVerdict {}
}
