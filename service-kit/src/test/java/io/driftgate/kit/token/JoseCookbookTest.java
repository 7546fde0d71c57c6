package io.driftgate.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerdict.Rejected;
import io.driftgate.schemas.json.CanonicalJson;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples of RFC 7520 sign a text that is no claims set. A good signature therefore gets as far as the claims
 * (MALFORMED), a changed one does not (BAD_SIGNATURE).
 */
class JoseCookbookTest {

    private static final Path CASES = Path.of("src/test/resources/cases/jose");

    @ParameterizedTest
    @CsvSource({
        "cookbook_jws_4_1.rsa_v15_signature.json, RS256",
        "cookbook_jws_4_2.rsa-pss_signature.json, PS384",
        "cookbook_jws_4_3.ecdsa_signature.json, ES512"
    })
    void shouldVerifyTheExamplesSignatures(String file, String algorithm) throws Exception {
        JsonNode example = CanonicalJson.read(Files.readString(CASES.resolve(file)));
        String token = example.path("output").path("compact").asText();
        TokenVerifier verifier = verifier(example, algorithm);

        assertThat(verifier.verify(token)).isEqualTo(new Rejected(Reason.MALFORMED));
        int signature = token.lastIndexOf('.') + 5;
        char changed = token.charAt(signature) == 'A' ? 'B' : 'A';
        assertThat(verifier.verify(token.substring(0, signature) + changed + token.substring(signature + 1)))
                .isEqualTo(new Rejected(Reason.BAD_SIGNATURE));
    }

    @ParameterizedTest
    @CsvSource({"cookbook_jws_4_4.hmac-sha2_integrity_protection.json", "cookbook_rfc7797_4.2.hmac-sha2_b64_false.json"
    })
    void shouldRefuseSymmetricSignatures(String file) throws Exception {
        JsonNode example = CanonicalJson.read(Files.readString(CASES.resolve(file)));
        String token = example.path("output").path("compact").asText();

        assertThat(verifier(example, "RS256").verify(token)).isInstanceOf(Rejected.class);
        assertThat(verifier(example, "HS256").verify(token))
                .isInstanceOf(Rejected.class)
                .isNotEqualTo(new Rejected(Reason.BAD_SIGNATURE));
    }

    private static TokenVerifier verifier(JsonNode example, String algorithm) throws Exception {
        JWKSet keys = new JWKSet(JWK.parse(example.path("input").path("key").toString()));
        IssuerSection issuer = new IssuerSection(
                "rfc",
                "x",
                List.of("x"),
                List.of(algorithm),
                Duration.ZERO,
                new IssuerSection.Jwks(Optional.empty(), Optional.of(URI.create("https://x/"))));
        return new TokenVerifier(
                issuer,
                new KeySource() {
                    @Override
                    public Optional<JWKSet> keys() {
                        return Optional.of(keys);
                    }

                    @Override
                    public void missed() {}

                    @Override
                    public void close() {}
                },
                InstantSource.system());
    }
}
