package io.driftgate.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.driftgate.kit.token.IssuerSection;
import io.driftgate.kit.token.KeySource;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.revocation.RevocationCheck;
import io.driftgate.proxy.revocation.RevocationValues;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.events.Revocation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorCheckTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String SCOPE = "driftgate:break-glass";

    @TempDir
    Path folder;

    /** Never read to its end: the pipeline is away. */
    private final SignedBook<Revocation> revocations = new SignedBook<>(new RevocationValues());

    private LocalIssuer issuer;
    private OperatorCheck check;

    @BeforeEach
    void open() throws Exception {
        issuer = LocalIssuer.open(folder.resolve("ops.key"), CLOCK);
        JWKSet keys = JWKSet.parse(issuer.jwks());
        IssuerSection section = new IssuerSection(
                "ops",
                LocalIssuer.ISSUER,
                List.of("driftgate"),
                List.of("ES256"),
                Duration.ofSeconds(30),
                new IssuerSection.Jwks(Optional.of(Path.of("unused")), Optional.empty()));
        check = new OperatorCheck(
                List.of(new TokenVerifier(section, new OneSet(keys), CLOCK)), new RevocationCheck(revocations), SCOPE);
    }

    @Test
    void shouldRecogniseAnOperatorWhileThePipelineIsAway() {
        assertThat(check.identify(List.of("Bearer " + token("driftgate", SCOPE))))
                .isInstanceOfSatisfying(
                        IdentityVerdict.Recognised.class,
                        somebody ->
                                assertThat(somebody.caller().principal().text()).isEqualTo("jwt:ops/olga"));
    }

    @Test
    void shouldRefuseAnOperatorWhoseTokenWasRevoked() {
        String token = token("driftgate", SCOPE);
        String id = switch (check.identify(List.of("Bearer " + token))) {
            case IdentityVerdict.Recognised somebody ->
                somebody.caller().credentialId().orElseThrow();
            case IdentityVerdict.Unrecognised nobody -> throw new AssertionError(nobody.refusal());
        };
        boolean taken = revocations.restore(
                new SignedRecord(id, new byte[0], new byte[0]),
                Revocation.newBuilder().setCredentialId(id).setVersion(1).build(),
                true);

        assertThat(taken).isTrue();
        assertThatItIsRefused(401, "Bearer " + token);
    }

    @Test
    void shouldRefuseWhoHasNoTokenOfItsIssuersWithTheScope() {
        assertThatItIsRefused(401);
        assertThatItIsRefused(401, "Basic YTpi");
        assertThatItIsRefused(401, "Bearer a.b.c");
        assertThatItIsRefused(401, "Bearer " + token("gateway", SCOPE));
        assertThatItIsRefused(403, "Bearer " + token("driftgate", "driftgate:operate"));
        String good = "Bearer " + token("driftgate", SCOPE);
        assertThatItIsRefused(401, good, good);
    }

    private void assertThatItIsRefused(int status, String... authorization) {
        assertThat(check.identify(List.of(authorization)))
                .isInstanceOfSatisfying(IdentityVerdict.Unrecognised.class, nobody -> {
                    assertThat(nobody.refusal().status()).isEqualTo(status);
                    assertThat(nobody.refusal().headers()).containsKey("WWW-Authenticate");
                });
    }

    private String token(String audience, String scope) {
        return issuer.issue("olga", audience, List.of(scope), Duration.ofMinutes(5));
    }

    private record OneSet(JWKSet set) implements KeySource {
        @Override
        public Optional<JWKSet> keys() {
            return Optional.of(set);
        }

        @Override
        public void missed() {}

        @Override
        public void close() {}
    }
}
