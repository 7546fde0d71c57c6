package io.driftgate.proxy.identity;

import io.driftgate.schemas.identity.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls.
 *
 * @param principal in the principal grammar
 * @param credentialId public id of the credential, never the credential
 * @param scopes what the credential allows
 */
public record Caller(Principal principal, Optional<String> credentialId, Set<String> scopes) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody who is known only by address. */
    public static Caller unrecognised(String clientAddress) {
        return unrecognised(clientAddress, Optional.empty());
    }

    /** The same with a credential that is not good. */
    public static Caller unrecognised(String clientAddress, Optional<String> credentialId) {
        return new Caller(Principal.ip(clientAddress), credentialId, Set.of());
    }
}
