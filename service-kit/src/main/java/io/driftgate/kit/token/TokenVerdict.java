package io.driftgate.kit.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a verifier says of a token. */
public sealed interface TokenVerdict {

    /**
     * The token is good.
     *
     * @param issuerName the issuer's name in the configuration
     * @param subject {@code sub}, never empty
     * @param tokenId {@code jti}, which names the token without giving it away
     * @param scopes of {@code scope} (RFC 8693, separated by spaces) and {@code scp}
     * @param expires {@code exp}
     * @param claims all of them
     */
    record Verified(
            String issuerName,
            String subject,
            Optional<String> tokenId,
            Set<String> scopes,
            Instant expires,
            JsonNode claims)
            implements TokenVerdict {
        public Verified {
            scopes = Set.copyOf(scopes);
        }

        /** Who, without the claims: they are for rules, not for logs. */
        @Override
        public String toString() {
            return issuerName + "/" + subject;
        }
    }

    /** The token is not good; nothing of it is told but the reason. */
    record Rejected(Reason reason) implements TokenVerdict {}

    /** Why a token is refused. */
    enum Reason {
        /** No signed token in compact form (RFC 7515), too long, or no JSON object inside. */
        MALFORMED,
        /** Signed by no algorithm that is pinned, or not at all. */
        ALGORITHM_NOT_ALLOWED,
        /** Demands an extension that is not understood (RFC 7515, section 4.1.11). */
        UNKNOWN_CRITICAL_HEADER,
        /** Signed with a key that the issuer does not name. */
        UNKNOWN_KEY,
        /** The issuer's keys were never to be had: nobody can be believed. */
        KEYS_UNAVAILABLE,
        BAD_SIGNATURE,
        WRONG_ISSUER,
        WRONG_AUDIENCE,
        EXPIRED,
        /** {@code nbf} or {@code iat} lies in the future. */
        NOT_YET_VALID,
        /** {@code sub} or {@code exp} is missing, or a claim is of the wrong type. */
        CLAIM_MISSING;

        /** The reason as metric tag and record field. */
        public String label() {
            return "token-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
