package io.driftgate.kit.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerdict.Rejected;
import io.driftgate.kit.token.TokenVerdict.Verified;
import io.driftgate.schemas.json.CanonicalJson;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies the signed tokens (RFC 7519) of one issuer, as RFC 8725 advises: algorithms are pinned by configuration and
 * never taken from the token, the key is of the algorithm's kind, issuer and audience are compared, expiry is required.
 * Whatever cannot be decided is a refusal. Thread-safe.
 */
public final class TokenVerifier implements AutoCloseable {

    private static final int LONGEST = 8 * 1024;
    private static final int SHORTEST_RSA_KEY = 2048;

    private final IssuerSection issuer;
    private final KeySource keys;
    private final InstantSource clock;
    private final Set<String> algorithms;

    /** @param keys closed with this */
    public TokenVerifier(IssuerSection issuer, KeySource keys, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
        this.algorithms = Set.copyOf(issuer.algorithms());
    }

    /** The issuer's name in the configuration. */
    public String issuerName() {
        return issuer.name();
    }

    /** What is to be thought of a token; never throws for its content. */
    public TokenVerdict verify(String token) {
        if (token.length() > LONGEST) {
            return new Rejected(Reason.MALFORMED);
        }
        JWSObject signed;
        try {
            signed = JWSObject.parse(token);
        } catch (ParseException | IllegalArgumentException notSigned) {
            // An unsigned token says so in its header, which a parser of signatures refuses.
            return new Rejected(token.endsWith(".") ? Reason.ALGORITHM_NOT_ALLOWED : Reason.MALFORMED);
        }
        JWSHeader header = signed.getHeader();
        if (!algorithms.contains(header.getAlgorithm().getName())) {
            return new Rejected(Reason.ALGORITHM_NOT_ALLOWED);
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return new Rejected(Reason.UNKNOWN_CRITICAL_HEADER);
        }
        Optional<JWKSet> known = keys.keys();
        if (known.isEmpty()) {
            return new Rejected(Reason.KEYS_UNAVAILABLE);
        }
        Optional<JWK> key = key(known.get(), header);
        if (key.isEmpty()) {
            keys.missed();
            return new Rejected(Reason.UNKNOWN_KEY);
        }
        try {
            if (!signed.verify(verifier(key.get()))) {
                return new Rejected(Reason.BAD_SIGNATURE);
            }
        } catch (JOSEException undecided) {
            return new Rejected(Reason.BAD_SIGNATURE);
        }
        try {
            return claims(CanonicalJson.read(signed.getPayload().toString()));
        } catch (IllegalArgumentException notJson) {
            return new Rejected(Reason.MALFORMED);
        }
    }

    /** The key that the token names, or the only one that fits; of the algorithm's kind, and meant for signatures. */
    private static Optional<JWK> key(JWKSet set, JWSHeader header) {
        List<JWK> fitting = set.getKeys().stream()
                .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                .filter(key -> fits(key, header.getAlgorithm()))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static boolean fits(JWK key, JWSAlgorithm algorithm) {
        boolean kind = switch (key) {
            case RSAKey rsa -> JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= SHORTEST_RSA_KEY;
            case ECKey ec ->
                JWSAlgorithm.Family.EC.contains(algorithm)
                        && ec.getCurve()
                                .equals(com.nimbusds.jose.jwk.Curve.forJWSAlgorithm(algorithm).stream()
                                        .findFirst()
                                        .orElse(null));
            default -> false;
        };
        return kind
                && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            default -> throw new JOSEException("a key of another kind");
        };
    }

    private TokenVerdict claims(JsonNode claims) {
        if (!claims.path("iss").asText("").equals(issuer.issuer())) {
            return new Rejected(Reason.WRONG_ISSUER);
        }
        if (texts(claims.path("aud")).stream().noneMatch(issuer.audiences()::contains)) {
            return new Rejected(Reason.WRONG_AUDIENCE);
        }
        String subject = claims.path("sub").isTextual() ? claims.path("sub").textValue() : "";
        if (subject.isEmpty() || !claims.path("exp").isNumber()) {
            return new Rejected(Reason.CLAIM_MISSING);
        }
        Instant now = clock.instant();
        Instant expires = instant(claims.path("exp"));
        if (!now.isBefore(expires.plus(issuer.clockSkew()))) {
            return new Rejected(Reason.EXPIRED);
        }
        for (String name : List.of("nbf", "iat")) {
            JsonNode time = claims.path(name);
            if (time.isMissingNode() || time.isNull()) {
                continue;
            }
            if (!time.isNumber()) {
                return new Rejected(Reason.CLAIM_MISSING);
            }
            if (now.isBefore(instant(time).minus(issuer.clockSkew()))) {
                return new Rejected(Reason.NOT_YET_VALID);
            }
        }
        Set<String> scopes =
                new HashSet<>(List.of(claims.path("scope").asText("").split(" +")));
        scopes.addAll(texts(claims.path("scp")));
        scopes.remove("");
        Optional<String> id = Optional.of(claims.path("jti").asText("")).filter(text -> !text.isEmpty());
        return new Verified(issuer.name(), subject, id, scopes, expires, claims);
    }

    /** Seconds since the epoch; far beyond any calendar is as good as the end of it. */
    private static Instant instant(JsonNode seconds) {
        double value = seconds.doubleValue();
        return Instant.ofEpochSecond((long) Math.max(-1e11, Math.min(1e11, value)));
    }

    private static List<String> texts(JsonNode value) {
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        return value.isArray()
                ? value.valueStream()
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .toList()
                : List.of();
    }

    @Override
    public void close() {
        keys.close();
    }
}
