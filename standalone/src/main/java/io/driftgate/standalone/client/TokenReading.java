package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A signed token in compact form (RFC 7515, section 7.1) taken apart, without its signature: what is left cannot be used
 * as a token. Nothing of it is verified.
 */
public record TokenReading(JsonNode header, JsonNode claims) {

    /** The parts; nothing when the text is no such token. */
    public static Optional<TokenReading> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = part(parts[0]);
            JsonNode claims = part(parts[1]);
            return header.isObject() && claims.isObject()
                    ? Optional.of(new TokenReading(header, claims))
                    : Optional.empty();
        } catch (IllegalArgumentException noToken) {
            return Optional.empty();
        }
    }

    private static JsonNode part(String base64Url) {
        return CanonicalJson.read(new String(Base64.getUrlDecoder().decode(base64Url), StandardCharsets.UTF_8));
    }

    /** Without the claims, which are about a person. */
    @Override
    public String toString() {
        return "a token";
    }
}
