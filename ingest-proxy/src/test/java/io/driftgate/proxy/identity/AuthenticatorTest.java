package io.driftgate.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.driftgate.kit.token.IssuerSection;
import io.driftgate.kit.token.KeySource;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.proxy.revocation.RevocationCheck;
import io.driftgate.proxy.revocation.RevocationValues;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.events.Revocation;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private LocalIssuer first;
    private LocalIssuer second;
    private Authenticator authenticator;
    private final SignedBook<Revocation> revocations = new SignedBook<>(new RevocationValues());

    @BeforeEach
    void open() throws ParseException {
        first = LocalIssuer.open(folder.resolve("first.key"), CLOCK);
        second = LocalIssuer.open(folder.resolve("second.key"), CLOCK);
        authenticator = new Authenticator(
                Map.of(
                        "first", verifier("first", Optional.of(JWKSet.parse(first.jwks()))),
                        "second", verifier("second", Optional.of(JWKSet.parse(second.jwks()))),
                        "away", verifier("away", Optional.empty())),
                new RevocationCheck(revocations),
                route -> false);
        var unused = revocations.completed();
    }

    @Test
    void shouldRecogniseATokenOfAnyIssuerThatTheRouteAccepts() {
        Caller caller =
                recognised(route("first", "second"), "Bearer " + token(second, "orders", Duration.ofMinutes(5)));

        assertThat(caller.principal().text()).isEqualTo("jwt:second/alice");
        assertThat(caller.scopes()).containsExactlyInAnyOrder("orders:read", "orders:write");
        assertThat(caller.credentialId()).isPresent();
    }

    @Test
    void shouldRefuseATokenOfAnIssuerThatTheRouteDoesNotAccept() {
        Refusal refusal = refused(route("first"), "Bearer " + token(second, "orders", Duration.ofMinutes(5)));

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.reason()).isEqualTo("token-unknown-key");
        assertThat(refusal.headers()).containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    @Test
    void shouldSayTheReasonOfTheIssuerWhoseTokenItIs() {
        Route both = route("first", "second");

        assertThat(refused(both, "Bearer " + token(second, "orders", Duration.ofHours(-1)))
                        .reason())
                .isEqualTo("token-expired");
        assertThat(refused(both, "Bearer " + token(first, "others", Duration.ofHours(1)))
                        .reason())
                .isEqualTo("token-wrong-audience");
    }

    @Test
    void shouldRefuseWith503WhenNobodyCouldBeRecognised() {
        Refusal refusal = refused(route("away"), "Bearer " + token(first, "orders", Duration.ofMinutes(5)));

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers()).containsKey("Retry-After");
    }

    @Test
    void shouldTellNoErrorToWhoSentNoCredential() {
        Refusal refusal = refused(route("first"));

        assertThat(refusal.reason()).isEqualTo("token-missing");
        assertThat(refusal.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a,b", "bearer\ta", "Bearer é"})
    void shouldRefuseWhatIsNoBearerToken(String header) {
        assertThat(refused(route("first"), header).reason()).isEqualTo("authorization-malformed");
    }

    @Test
    void shouldRefuseTwoHeadersEvenIfBothAreGood() {
        String good = "Bearer " + token(first, "orders", Duration.ofMinutes(5));

        assertThat(recognised(route("first"), good.replace("Bearer", "bEARER"))
                        .principal()
                        .text())
                .isEqualTo("jwt:first/alice");
        assertThat(refused(route("first"), good, good).reason()).isEqualTo("authorization-ambiguous");
    }

    @Test
    void shouldRefuseARevokedTokenAndSayWhichItWas() {
        String token = token(first, "orders", Duration.ofMinutes(5));
        String id = recognised(route("first"), "Bearer " + token).credentialId().orElseThrow();
        boolean taken = revocations.restore(
                new SignedRecord(id, new byte[0], new byte[0]),
                Revocation.newBuilder().setCredentialId(id).setVersion(1).build(),
                true);

        IdentityVerdict verdict = authenticator.identify(route("first"), head("Bearer " + token));

        assertThat(taken).isTrue();
        assertThat(verdict).isInstanceOfSatisfying(IdentityVerdict.Unrecognised.class, nobody -> {
            assertThat(nobody.credentialId()).contains(id);
            assertThat(nobody.refusal().status()).isEqualTo(401);
            assertThat(nobody.refusal().reason()).isEqualTo("token-revoked");
            assertThat(nobody.refusal().headers()).containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        });
        // Another token of the same person is as good as before.
        assertThat(recognised(route("first"), "Bearer " + token(first, "orders", Duration.ofMinutes(5)))
                        .principal()
                        .text())
                .isEqualTo("jwt:first/alice");
    }

    @Test
    void shouldTakeNoTokenForGoodBeforeAllRevocationsWereRead() throws ParseException {
        assertThat(unread(false)).isInstanceOfSatisfying(IdentityVerdict.Unrecognised.class, nobody -> {
            assertThat(nobody.refusal().status()).isEqualTo(503);
            assertThat(nobody.refusal().reason()).isEqualTo("not-ready");
        });
        // Unless a person has said so for this route.
        assertThat(unread(true)).isInstanceOf(IdentityVerdict.Recognised.class);
    }

    private IdentityVerdict unread(boolean lastKnownWillDo) throws ParseException {
        SignedBook<Revocation> unread = new SignedBook<>(new RevocationValues());
        Authenticator starting = new Authenticator(
                Map.of("first", verifier("first", Optional.of(JWKSet.parse(first.jwks())))),
                new RevocationCheck(unread),
                route -> lastKnownWillDo);
        return starting.identify(route("first"), head("Bearer " + token(first, "orders", Duration.ofMinutes(5))));
    }

    @Test
    void shouldNotLookAtCredentialsOnAnOpenRoute() {
        Caller caller = recognised(route(), "Bearer junk");

        assertThat(caller.principal().text()).isEqualTo("ip:192.0.2.1");
        assertThat(caller.scopes()).isEmpty();
    }

    private static String token(LocalIssuer issuer, String audience, Duration lifetime) {
        return issuer.issue("alice", audience, List.of("orders:read", "orders:write"), lifetime);
    }

    private Caller recognised(Route route, String... authorization) {
        if (authenticator.identify(route, head(authorization)) instanceof IdentityVerdict.Recognised somebody) {
            return somebody.caller();
        }
        throw new AssertionError("not recognised");
    }

    private Refusal refused(Route route, String... authorization) {
        if (authenticator.identify(route, head(authorization)) instanceof IdentityVerdict.Unrecognised nobody) {
            return nobody.refusal();
        }
        throw new AssertionError("recognised");
    }

    private static RequestHead head(String... authorization) {
        return new RequestHead("GET", List.of("a"), "a", "/", false, List.of(authorization), "192.0.2.1");
    }

    private static Route route(String... issuers) {
        return new Route("r", Set.of(), "/", "/", Set.of("GET"), "up", List.of(issuers), List.of(), false);
    }

    private static TokenVerifier verifier(String name, Optional<JWKSet> keys) {
        IssuerSection section = new IssuerSection(
                name,
                LocalIssuer.ISSUER,
                List.of("orders"),
                List.of("ES256"),
                Duration.ofSeconds(30),
                new IssuerSection.Jwks(Optional.of(Path.of("unused")), Optional.empty()));
        return new TokenVerifier(section, new FixedKeys(keys), CLOCK);
    }

    private record FixedKeys(Optional<JWKSet> keys) implements KeySource {
        @Override
        public void missed() {}

        @Override
        public void close() {}
    }
}
