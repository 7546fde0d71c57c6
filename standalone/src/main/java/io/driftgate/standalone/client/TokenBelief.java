package io.driftgate.standalone.client;

import io.driftgate.kit.token.IssuerSection;
import io.driftgate.kit.token.KeyPolling;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.kit.token.TokenVerdict;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerdict.Rejected;
import io.driftgate.kit.token.TokenVerdict.Verified;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.standalone.data.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whether one place of a data folder would believe a token, by the verifier that it uses itself.
 *
 * @param place {@code API} or {@code gateway}
 * @param verdict what its verifier says
 */
public record TokenBelief(String place, TokenVerdict verdict) {

    private static final Duration SKEW = Duration.ofSeconds(30);

    /** What the API and the gateway of a folder say; nothing when the folder has no issuer. */
    public static List<TokenBelief> of(String token, DataFolder folder, InstantSource clock) {
        Path keys = folder.keys().resolve("jwks.json");
        return Files.isReadable(keys)
                ? List.of(
                        asked("API", Tokens.API_AUDIENCE, token, keys, clock),
                        asked("gateway", Tokens.GATEWAY_AUDIENCE, token, keys, clock))
                : List.of();
    }

    public boolean believed() {
        return verdict instanceof Verified;
    }

    /** Why not, and what to do; empty when it is believed. */
    public String reason() {
        return switch (verdict) {
            case Verified good -> "";
            case Rejected no -> no.reason().label() + ": " + advice(no.reason());
        };
    }

    private static TokenBelief asked(String place, String audience, String token, Path keys, InstantSource clock) {
        IssuerSection issuer = new IssuerSection(
                "local",
                LocalIssuer.ISSUER,
                List.of(audience),
                List.of("ES256"),
                SKEW,
                new IssuerSection.Jwks(Optional.of(keys), Optional.empty()));
        try (TokenVerifier verifier = new TokenVerifier(issuer, KeyPolling.ofFile(keys), clock)) {
            return new TokenBelief(place, verifier.verify(token));
        }
    }

    private static String advice(Reason reason) {
        return switch (reason) {
            case MALFORMED -> "it is no signed token in compact form, or longer than 8 KiB";
            case ALGORITHM_NOT_ALLOWED -> "it is not signed with ES256, the only algorithm that is believed";
            case UNKNOWN_CRITICAL_HEADER -> "its header demands what is not understood (crit, b64)";
            case UNKNOWN_KEY -> "it was signed with a key that this data folder does not have; issue a new one";
            case KEYS_UNAVAILABLE -> "the keys of the data folder cannot be read";
            case BAD_SIGNATURE -> "its signature is not that of the key that it names; it was changed, or forged";
            case WRONG_ISSUER -> "its iss is not " + LocalIssuer.ISSUER;
            case WRONG_AUDIENCE ->
                "its aud does not name this place: tokens issue is for the gateway, tokens issue --operator for the API";
            case EXPIRED -> "its exp has passed; issue a new one";
            case NOT_YET_VALID -> "its nbf or iat lies in the future; compare the clocks";
            case CLAIM_MISSING -> "sub or exp is missing, or a claim is of the wrong type";
        };
    }
}
