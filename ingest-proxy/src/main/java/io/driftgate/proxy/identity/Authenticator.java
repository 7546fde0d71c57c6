package io.driftgate.proxy.identity;

import io.driftgate.kit.token.TokenVerdict;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.identity.IdentityVerdict.Recognised;
import io.driftgate.proxy.identity.IdentityVerdict.Unrecognised;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.proxy.revocation.RevocationCheck;
import io.driftgate.schemas.identity.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Recognises callers by a bearer token of one of the issuers that their route accepts. Thread-safe. */
public final class Authenticator {

    private static final String CHALLENGE = "WWW-Authenticate";
    /** Reasons that say only that a token is another issuer's: any other says more about it. */
    private static final Set<Reason> ELSEWHERE =
            Set.of(Reason.WRONG_ISSUER, Reason.UNKNOWN_KEY, Reason.ALGORITHM_NOT_ALLOWED);

    private final Map<String, TokenVerifier> verifiers;
    private final RevocationCheck revocations;
    private final Predicate<Route> lastKnown;

    /**
     * @param verifiers by the issuer's name; stay the caller's to close
     * @param lastKnown routes for which the revocations that were known last will do, for a person has said so
     */
    public Authenticator(
            Map<String, TokenVerifier> verifiers, RevocationCheck revocations, Predicate<Route> lastKnown) {
        this.verifiers = Map.copyOf(verifiers);
        this.revocations = revocations;
        this.lastKnown = lastKnown;
    }

    /** Who calls, for a route; with 401, or 503 when nobody could be recognised now. */
    public IdentityVerdict identify(Route route, RequestHead head) {
        if (route.open()) {
            return new Recognised(Caller.unrecognised(head.clientAddress()));
        }
        return switch (BearerToken.read(head.authorization())) {
            case BearerToken.Present present -> verify(route, present.token());
            // RFC 6750, section 3.1: who sent no credential is told no error code.
            case BearerToken.Absent absent ->
                refuse(Refusal.of(401, "token-missing", "A bearer token is needed")
                        .with(CHALLENGE, "Bearer"));
            case BearerToken.Malformed malformed ->
                refuse(invalid("authorization-malformed", "A bearer token is needed"));
            case BearerToken.Several several ->
                refuse(invalid("authorization-ambiguous", "One Authorization header is needed"));
        };
    }

    private IdentityVerdict verify(Route route, String token) {
        Reason why = Reason.WRONG_ISSUER;
        for (String issuer : route.issuers()) {
            TokenVerifier verifier = Objects.requireNonNull(verifiers.get(issuer), issuer);
            switch (verifier.verify(token)) {
                case TokenVerdict.Verified good -> {
                    return recognise(route, good);
                }
                case TokenVerdict.Rejected rejected -> {
                    if (ELSEWHERE.contains(why)) {
                        why = rejected.reason();
                    }
                }
            }
        }
        if (why == Reason.KEYS_UNAVAILABLE) {
            return refuse(Refusal.of(503, why.label(), "Tokens cannot be verified now")
                    .retryAfter(5));
        }
        return refuse(invalid(why.label()));
    }

    /** A revoked credential names its caller no more than a forged one does. */
    private IdentityVerdict recognise(Route route, TokenVerdict.Verified good) {
        return switch (revocations.check(good.tokenId())) {
            case GOOD -> recognised(good);
            case REVOKED -> new Unrecognised(invalid("token-revoked"), good.tokenId());
            case UNDECIDED -> lastKnown.test(route) ? recognised(good) : refuse(Refusal.notReady());
        };
    }

    private static IdentityVerdict recognised(TokenVerdict.Verified good) {
        return new Recognised(
                new Caller(Principal.jwt(good.issuerName(), good.subject()), good.tokenId(), good.scopes()));
    }

    private static Refusal invalid(String reason) {
        return invalid(reason, "The bearer token is not valid");
    }

    private static Refusal invalid(String reason, String title) {
        return Refusal.of(401, reason, title).with(CHALLENGE, "Bearer error=\"invalid_token\"");
    }

    private static IdentityVerdict refuse(Refusal refusal) {
        return new Unrecognised(refusal, Optional.empty());
    }
}
