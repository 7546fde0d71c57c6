package io.driftgate.proxy.identity;

import io.driftgate.proxy.refusal.Refusal;
import java.util.Optional;

/** Whether a caller is recognised. */
public sealed interface IdentityVerdict {

    /** As this one. */
    record Recognised(Caller caller) implements IdentityVerdict {}

    /**
     * Not, and the route is not for everybody.
     *
     * @param credentialId of the credential that was not good, where it is one of ours
     */
    record Unrecognised(Refusal refusal, Optional<String> credentialId) implements IdentityVerdict {}
}
