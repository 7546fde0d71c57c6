package io.driftgate.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.driftgate.kit.token.TokenVerdict.Reason;
import io.driftgate.kit.token.TokenVerdict.Rejected;
import io.driftgate.kit.token.TokenVerdict.Verified;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final RSAKey KEY = key("k1");
    private static final String GOOD =
            "{\"iss\":\"https://id\",\"aud\":[\"orders\",\"x\"],\"sub\":\"alice\",\"exp\":1800000060,\"scope\":\"a b\",\"scp\":[\"c\"],\"jti\":\"t1\"}";

    private final AtomicInteger missed = new AtomicInteger();
    private final TokenVerifier verifier = verifier(Optional.of(new JWKSet(KEY.toPublicJWK())), "RS256");

    @TempDir
    Path folder;

    @Test
    void shouldVerifyAndTellClaims() {
        assertThat(verifier.verify(sign(GOOD, KEY))).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.subject()).isEqualTo("alice");
            assertThat(verified.scopes()).isEqualTo(Set.of("a", "b", "c"));
            assertThat(verified.tokenId()).contains("t1");
            assertThat(verified.toString()).isEqualTo("corp/alice");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"iss\":\"https://id\" | \"iss\":\"https://evil\" | WRONG_ISSUER",
                "\"iss\":\"https://id\" | \"iss\":[\"https://id\"] | WRONG_ISSUER",
                "[\"orders\",\"x\"] | \"other\" | WRONG_AUDIENCE",
                "[\"orders\",\"x\"] | null | WRONG_AUDIENCE",
                "\"sub\":\"alice\" | \"sub\":\"\" | CLAIM_MISSING",
                "\"sub\":\"alice\" | \"sub\":7 | CLAIM_MISSING",
                "\"exp\":1800000060 | \"n\":1 | CLAIM_MISSING",
                "\"exp\":1800000060 | \"exp\":\"1800000060\" | CLAIM_MISSING",
                "\"exp\":1800000060 | \"exp\":1799999970 | EXPIRED",
                "\"exp\":1800000060 | \"exp\":-1e300 | EXPIRED",
                "\"jti\":\"t1\" | \"nbf\":1800000031 | NOT_YET_VALID",
                "\"jti\":\"t1\" | \"iat\":1800000031 | NOT_YET_VALID",
                "\"jti\":\"t1\" | \"nbf\":\"soon\" | CLAIM_MISSING",
                "\"jti\":\"t1\" | \"sub\":\"root\" | MALFORMED",
            })
    void shouldRefuseByClaim(String from, String to, Reason reason) {
        assertThat(verifier.verify(sign(GOOD.replace(from, to), KEY))).isEqualTo(new Rejected(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"exp\":1799999971", "\"exp\":1e300", "\"exp\":1800000000.5"})
    void shouldAllowForSkewedClocks(String exp) {
        assertThat(verifier.verify(sign(GOOD.replace("\"exp\":1800000060", exp), KEY)))
                .isInstanceOf(Verified.class);
    }

    @Test
    void shouldRefuseAnUnsignedToken() {
        String header = Base64URL.encode("{\"alg\":\"none\"}").toString();

        assertThat(verifier.verify(header + "." + Base64URL.encode(GOOD) + "."))
                .isEqualTo(new Rejected(Reason.ALGORITHM_NOT_ALLOWED));
    }

    /** The classic forgery: the public key, which everybody has, as the secret of a symmetric signature. */
    @Test
    void shouldRefuseASymmetricSignatureWithThePublicKey() throws Exception {
        JWSObject forged = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), new Payload(GOOD));
        forged.sign(new MACSigner(KEY.toPublicJWK().toJSONString()));

        assertThat(verifier.verify(forged.serialize())).isEqualTo(new Rejected(Reason.ALGORITHM_NOT_ALLOWED));
        assertThat(verifier(Optional.of(new JWKSet(KEY.toPublicJWK())), "HS256").verify(forged.serialize()))
                .isEqualTo(new Rejected(Reason.UNKNOWN_KEY));
    }

    @Test
    void shouldRefuseAnotherAlgorithmOfTheSameKey() throws Exception {
        JWSObject other = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("k1").build(), new Payload(GOOD));
        other.sign(new RSASSASigner(KEY));

        assertThat(verifier.verify(other.serialize())).isEqualTo(new Rejected(Reason.ALGORITHM_NOT_ALLOWED));
    }

    @Test
    void shouldRefuseAForeignKeyUnderAKnownIdAndAnUnknownId() {
        assertThat(verifier.verify(sign(GOOD, key("k1")))).isEqualTo(new Rejected(Reason.BAD_SIGNATURE));
        assertThat(verifier.verify(sign(GOOD, key("k2")))).isEqualTo(new Rejected(Reason.UNKNOWN_KEY));
        assertThat(missed).hasValue(1);
    }

    @Test
    void shouldRefuseUnknownCriticalHeaders() throws Exception {
        JWSObject critical = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k1")
                        .criticalParams(Set.of("exp"))
                        .customParam("exp", 1)
                        .build(),
                new Payload(GOOD));
        critical.sign(new RSASSASigner(KEY));

        assertThat(verifier.verify(critical.serialize())).isEqualTo(new Rejected(Reason.UNKNOWN_CRITICAL_HEADER));
    }

    @Test
    void shouldRefuseKeysThatAreNotForSignatures() throws Exception {
        RSAKey encryption = new RSAKey.Builder(KEY).keyUse(KeyUse.ENCRYPTION).build();

        assertThat(verifier(Optional.of(new JWKSet(encryption.toPublicJWK())), "RS256")
                        .verify(sign(GOOD, KEY)))
                .isEqualTo(new Rejected(Reason.UNKNOWN_KEY));
    }

    @Test
    void shouldBelieveNobodyWithoutKeys() {
        assertThat(verifier(Optional.empty(), "RS256").verify(sign(GOOD, KEY)))
                .isEqualTo(new Rejected(Reason.KEYS_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.e30", "bearer", "a.b.c.d.e", "\u0000", "é.é.é"})
    void shouldRefuseWhatIsNoToken(String text) {
        assertThat(verifier.verify(text)).isInstanceOf(Rejected.class);
    }

    @Test
    void shouldRefuseEveryChangedCharacter() {
        String good = sign(GOOD, KEY);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(good.length() - 2);
            char changed = (char) ('A' + random.nextInt(26));
            String token = good.substring(0, at) + changed + good.substring(at + 1);
            if (!token.equals(good)) {
                assertThat(verifier.verify(token)).as("seed %d", seed).isInstanceOf(Rejected.class);
            }
        }
        assertThat(verifier.verify(good + "x".repeat(9000))).isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @Test
    void shouldVerifyWhatTheLocalIssuerIssuesAndFollowItsKeyFile() throws IOException {
        LocalIssuer issuer = LocalIssuer.open(folder.resolve("issuer.jwk"), InstantSource.fixed(NOW));
        Path jwks = Files.writeString(folder.resolve("jwks.json"), issuer.jwks());
        assertThat(issuer.jwks()).doesNotContain("\"d\"");
        IssuerSection section = new IssuerSection(
                "local",
                LocalIssuer.ISSUER,
                List.of("driftgate"),
                List.of("ES256"),
                Duration.ZERO,
                new IssuerSection.Jwks(Optional.of(jwks), Optional.empty()));
        try (TokenVerifier local =
                new TokenVerifier(section, KeyPolling.of(section.jwks()), InstantSource.fixed(NOW))) {
            String token = issuer.issue("op", "driftgate", List.of("driftgate:read"), Duration.ofMinutes(5));
            assertThat(local.verify(token))
                    .isInstanceOfSatisfying(
                            Verified.class,
                            verified -> assertThat(verified.scopes()).containsExactly("driftgate:read"));

            LocalIssuer another = LocalIssuer.open(folder.resolve("other.jwk"), InstantSource.fixed(NOW));
            String later = another.issue("op", "driftgate", List.of(), Duration.ofMinutes(5));
            assertThat(local.verify(later)).isEqualTo(new Rejected(Reason.UNKNOWN_KEY));
            Files.writeString(jwks, another.jwks());
            Awaitility.await()
                    .untilAsserted(() -> assertThat(local.verify(later)).isInstanceOf(Verified.class));
            assertThat(local.verify(token)).isEqualTo(new Rejected(Reason.UNKNOWN_KEY));
            Files.writeString(jwks, "{\"keys\":[]}");
            Files.delete(jwks);
            assertThat(local.verify(later)).isInstanceOf(Verified.class);
        }
    }

    @Test
    void shouldKeepTheIssuersKeyToItsOwner() throws IOException {
        Path file = folder.resolve("issuer.jwk");
        LocalIssuer first = LocalIssuer.open(file, InstantSource.fixed(NOW));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(LocalIssuer.open(file, InstantSource.fixed(NOW)).jwks()).isEqualTo(first.jwks());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> LocalIssuer.open(file, InstantSource.fixed(NOW)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("rw-r--r--");
        Path broken = folder.resolve("broken.jwk");
        Files.createFile(broken, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(broken, "hunter2");
        assertThatThrownBy(() -> LocalIssuer.open(broken, InstantSource.fixed(NOW)))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldLiveWithoutAKeyServer() {
        try (KeyPolling keys = KeyPolling.ofUrl(URI.create("http://127.0.0.1:1/jwks"))) {
            assertThat(keys.keys()).isEmpty();
            keys.missed();
        }
    }

    private TokenVerifier verifier(Optional<JWKSet> set, String algorithm) {
        IssuerSection section = new IssuerSection(
                "corp",
                "https://id",
                List.of("orders"),
                List.of(algorithm),
                Duration.ofSeconds(30),
                new IssuerSection.Jwks(Optional.empty(), Optional.of(URI.create("https://id/jwks"))));
        return new TokenVerifier(
                section,
                new KeySource() {
                    @Override
                    public Optional<JWKSet> keys() {
                        return set;
                    }

                    @Override
                    public void missed() {
                        missed.incrementAndGet();
                    }

                    @Override
                    public void close() {}
                },
                InstantSource.fixed(NOW));
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (com.nimbusds.jose.JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sign(String claims, RSAKey key) {
        try {
            JWSObject token = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    new Payload(claims.getBytes(StandardCharsets.UTF_8)));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (com.nimbusds.jose.JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
