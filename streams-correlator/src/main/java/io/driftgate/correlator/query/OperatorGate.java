package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.kit.token.TokenVerdict;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.schemas.identity.Principal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who may ask, and who may order: one {@code Authorization} header with a bearer token (RFC 6750) of a configured
 * issuer, with the scope that the request needs. Whatever cannot be decided is a refusal. Thread-safe.
 */
final class OperatorGate {

    /** Lets ask. */
    static final String READ = "driftgate:read";

    /** Lets order; who may only ask may not, and the other way round. */
    static final String OPERATE = "driftgate:operate";

    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");
    private static final String REALM = "Bearer realm=\"driftgate\"";

    /** What the gate says. */
    sealed interface Admission {}

    /** @param operator principal of the person: {@code jwt:<issuer name>/<sub>} */
    record Admitted(String operator) implements Admission {}

    /**
     * @param reason for metrics, from a bounded list
     * @param challenge value of {@code WWW-Authenticate}; nothing where a token would not help
     */
    record Refused(ProblemDocument problem, String reason, Optional<String> challenge) implements Admission {}

    private final List<TokenVerifier> verifiers;

    /** @param verifiers one per issuer, asked in order; closed by who made them */
    OperatorGate(List<TokenVerifier> verifiers) {
        this.verifiers = List.copyOf(verifiers);
    }

    /**
     * @param authorization values of all {@code Authorization} headers
     * @param scope that the token must have
     */
    Admission admit(List<String> authorization, String scope) {
        if (authorization.isEmpty()) {
            return unauthorized("token-missing", "expected: Authorization: Bearer and a token with scope " + scope, "");
        }
        if (authorization.size() > 1) {
            return new Refused(
                    ProblemDocument.of(
                            400,
                            "bad-authorization",
                            "The request is authorized more than once",
                            "expected: exactly one Authorization header"),
                    "authorization-repeated",
                    Optional.of(REALM + ", error=\"invalid_request\""));
        }
        Matcher bearer = BEARER.matcher(authorization.getFirst());
        return bearer.matches() ? judged(bearer.group(1), scope) : refused(Reason.MALFORMED);
    }

    private Admission judged(String token, String scope) {
        // Of several refusals, that of the issuer who could follow the token farthest says most.
        Reason farthest = Reason.MALFORMED;
        for (TokenVerifier verifier : verifiers) {
            switch (verifier.verify(token)) {
                case TokenVerdict.Verified verified -> {
                    return verified.scopes().contains(scope)
                            ? new Admitted(Principal.jwt(verified.issuerName(), verified.subject())
                                    .text())
                            : forbidden(scope);
                }
                case TokenVerdict.Rejected rejected -> {
                    if (rejected.reason().compareTo(farthest) > 0) {
                        farthest = rejected.reason();
                    }
                }
            }
        }
        return refused(farthest);
    }

    private static Refused refused(Reason reason) {
        if (reason == Reason.KEYS_UNAVAILABLE) {
            return new Refused(
                    ProblemDocument.of(
                            503,
                            "keys-unavailable",
                            "Nobody can be authenticated now",
                            "the issuer's keys were never to be had; try again in some seconds"),
                    reason.label(),
                    Optional.empty());
        }
        return unauthorized(reason.label(), "the token is refused; get a new one", ", error=\"invalid_token\"");
    }

    private static Refused unauthorized(String reason, String detail, String error) {
        ProblemDocument problem = ProblemDocument.of(401, "unauthorized", "Not authenticated", detail)
                .with("reason", JsonNodeFactory.instance.textNode(reason));
        return new Refused(problem, reason, Optional.of(REALM + error));
    }

    private static Refused forbidden(String scope) {
        return new Refused(
                ProblemDocument.of(403, "forbidden", "Not allowed", "expected: a token with scope " + scope),
                "scope-missing",
                Optional.of(REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\""));
    }
}
