package io.driftgate.proxy.identity;

import io.driftgate.kit.token.TokenVerdict;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.proxy.identity.IdentityVerdict.Recognised;
import io.driftgate.proxy.identity.IdentityVerdict.Unrecognised;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.proxy.revocation.RevocationCheck;
import io.driftgate.proxy.revocation.RevocationCheck.Verdict;
import io.driftgate.schemas.identity.Principal;
import java.util.List;
import java.util.Optional;

/**
 * Recognises operators of this gateway by a bearer token of one of their own issuers, with one scope. It works while the
 * pipeline is away, with the revocations that were known last. Thread-safe.
 */
public final class OperatorCheck {

    private static final String CHALLENGE = "WWW-Authenticate";

    private final List<TokenVerifier> verifiers;
    private final RevocationCheck revocations;
    private final String scope;

    /** @param verifiers stay the caller's to close */
    public OperatorCheck(List<TokenVerifier> verifiers, RevocationCheck revocations, String scope) {
        this.verifiers = List.copyOf(verifiers);
        this.revocations = revocations;
        this.scope = scope;
    }

    /** Who it is; with 401 or 403 when that is no operator, and nothing told of why. */
    public IdentityVerdict identify(List<String> authorization) {
        if (BearerToken.read(authorization) instanceof BearerToken.Present present) {
            for (TokenVerifier verifier : verifiers) {
                if (verifier.verify(present.token()) instanceof TokenVerdict.Verified good) {
                    return judge(good);
                }
            }
            return unrecognised("Bearer error=\"invalid_token\"");
        }
        return unrecognised("Bearer");
    }

    private IdentityVerdict judge(TokenVerdict.Verified good) {
        if (revocations.check(good.tokenId()) == Verdict.REVOKED) {
            return unrecognised("Bearer error=\"invalid_token\"");
        }
        if (!good.scopes().contains(scope)) {
            return new Unrecognised(
                    Refusal.of(403, "scope-missing", "A token with another scope is needed")
                            .with(CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"")
                            .needing(List.of(scope)),
                    good.tokenId());
        }
        return new Recognised(
                new Caller(Principal.jwt(good.issuerName(), good.subject()), good.tokenId(), good.scopes()));
    }

    private static IdentityVerdict unrecognised(String challenge) {
        return new Unrecognised(
                Refusal.of(401, "operator-unknown", "An operator's bearer token is needed")
                        .with(CHALLENGE, challenge),
                Optional.empty());
    }
}
