package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.kit.token.TokenVerdict;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerifier;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who may ask: one {@code Authorization} header with a bearer token (RFC 6750) of a configured issuer, with the
 * scope {@value #SCOPE}. Whatever cannot be decided is a refusal. Thread-safe.
 */
final class OperatorGate {

    static final String SCOPE = "driftgate:read";

    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");
    private static final String REALM = "Bearer realm=\"driftgate\"";

    /** What the gate says. */
    sealed interface Admission {}

    /** @param operator issuer's name and subject, for the log */
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

    /** @param authorization values of all {@code Authorization} headers */
    Admission admit(List<String> authorization) {
        if (authorization.isEmpty()) {
            return unauthorized("token-missing", "expected: Authorization: Bearer and a token with scope " + SCOPE, "");
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
        return bearer.matches() ? judged(bearer.group(1)) : refused(Reason.MALFORMED);
    }

    private Admission judged(String token) {
        // Of several refusals, that of the issuer who could follow the token farthest says most.
        Reason farthest = Reason.MALFORMED;
        for (TokenVerifier verifier : verifiers) {
            switch (verifier.verify(token)) {
                case TokenVerdict.Verified verified -> {
                    return verified.scopes().contains(SCOPE) ? new Admitted(verified.toString()) : forbidden();
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

    private static Refused forbidden() {
        return new Refused(
                ProblemDocument.of(403, "forbidden", "Not allowed", "expected: a token with scope " + SCOPE),
                "scope-missing",
                Optional.of(REALM + ", error=\"insufficient_scope\", scope=\"" + SCOPE + "\""));
    }
}
