package io.driftgate.kit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.kit.signing.Attested.Reason;
import io.driftgate.kit.signing.Attested.Untrusted;
import io.driftgate.schemas.serde.PoisonRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSigningTest {

    /** Made by OpenSSL 3, as the signature below over context, topic and value. */
    private static final String PRIVATE =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEILf2WZ4hHFOYkTzMgvo968zqJLHQCJTRuFpuFmRulxlk\n-----END PRIVATE KEY-----\n";

    private static final String PUBLIC =
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAo3DnjRNnGMqig8WmHFL7XGaoeWPwSpin24LXhkFpra4=\n-----END PUBLIC KEY-----\n";
    private static final String SIGNED_BY_OPENSSL =
            "ugUH6j54HPchCAJtD7y6NrQpLnKU1RidIL4UthXcFPkcl0oZ80VxHq0Bx0cuvZlowXSPaUXC4U7GfWMbKLKJBw";

    private static final String TOPIC = "route-guards";

    private final SigningSection section = new SigningSection(new Secret(PRIVATE), "s1");
    private final SigningSerializer<String> serializer =
            new SigningSerializer<>(new StringSerializer(), new RecordSigner(section));
    private final VerifyingDeserializer<String> reader = reader(new TrustedSigner("s1", new Secret(PUBLIC)));

    @Test
    void shouldSignAsOpenSslDoes() {
        Headers headers = new RecordHeaders();

        byte[] value = serializer.serialize(TOPIC, headers, "hello");

        assertThat(value).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        assertThat(text(headers)).isEqualTo("ed25519;s1;" + SIGNED_BY_OPENSSL);
    }

    @Test
    void shouldFindThePublicHalfThatOpenSslFinds() throws InvalidKeyException {
        assertThat(Ed25519Keys.publicPemOf(PRIVATE)).isEqualTo(PUBLIC);
    }

    @Test
    void shouldTrustWhatTheSignerWrote() {
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize(TOPIC, headers, "hello");

        assertThat(reader.deserialize(TOPIC, headers, value)).isEqualTo(new Genuine<>("hello", "s1"));
    }

    @Test
    void shouldLetTheCorrelatorTrustItsOwnKeyAndItsEarlierOnes() {
        Ed25519Keys.Pem next = Ed25519Keys.generate();
        RecordVerifier verifier = RecordVerifier.of(
                new SigningSection(new Secret(next.privateKey()), "s2"),
                List.of(new TrustedSigner("s1", new Secret(PUBLIC))));
        VerifyingDeserializer<String> own = new VerifyingDeserializer<>(new StringDeserializer(), verifier);
        SigningSerializer<String> later = new SigningSerializer<>(
                new StringSerializer(), new RecordSigner(new SigningSection(new Secret(next.privateKey()), "s2")));
        Headers before = new RecordHeaders();
        Headers after = new RecordHeaders();
        byte[] old = serializer.serialize(TOPIC, before, "old");
        byte[] fresh = later.serialize(TOPIC, after, "new");

        assertThat(own.deserialize(TOPIC, before, old)).isEqualTo(new Genuine<>("old", "s1"));
        assertThat(own.deserialize(TOPIC, after, fresh)).isEqualTo(new Genuine<>("new", "s2"));
        assertThat(verifier.keyIds()).containsExactly("s1", "s2");
    }

    @Test
    void shouldNotTrustWhatIsUnsigned() {
        assertThat(reader.deserialize(TOPIC, new RecordHeaders(), bytes("hello")))
                .isEqualTo(new Untrusted<>(Reason.UNSIGNED));
        assertThat(reader.deserialize(TOPIC, bytes("hello"))).isEqualTo(new Untrusted<>(Reason.UNSIGNED));
    }

    @Test
    void shouldNotTrustWhatWasChangedSince() {
        Headers headers = new RecordHeaders();
        serializer.serialize(TOPIC, headers, "hello");

        assertThat(reader.deserialize(TOPIC, headers, bytes("hallo")))
                .isEqualTo(new Untrusted<>(Reason.WRONG_SIGNATURE));
    }

    @Test
    void shouldNotTrustWhatWasSignedForAnotherTopic() {
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize("staging-route-guards", headers, "hello");

        assertThat(reader.deserialize(TOPIC, headers, value)).isEqualTo(new Untrusted<>(Reason.WRONG_SIGNATURE));
    }

    @Test
    void shouldNotTrustAnotherKeyOfTheSameName() {
        VerifyingDeserializer<String> other =
                reader(new TrustedSigner("s1", new Secret(Ed25519Keys.generate().publicKey())));
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize(TOPIC, headers, "hello");

        assertThat(other.deserialize(TOPIC, headers, value)).isEqualTo(new Untrusted<>(Reason.WRONG_SIGNATURE));
    }

    @Test
    void shouldNotTrustAKeyThatNobodyTold() {
        VerifyingDeserializer<String> other = reader(new TrustedSigner("s2", new Secret(PUBLIC)));
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize(TOPIC, headers, "hello");

        assertThat(other.deserialize(TOPIC, headers, value)).isEqualTo(new Untrusted<>(Reason.UNKNOWN_KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none;s1;",
                "ed25519;s1;" + SIGNED_BY_OPENSSL + "=",
                "ed25519;s1;AAAA",
                "ed25519;s 1;" + SIGNED_BY_OPENSSL,
                "hmac-sha256;s1;" + SIGNED_BY_OPENSSL
            })
    void shouldNotTrustWhatIsNoSignature(String header) {
        Headers headers = new RecordHeaders().add(Signature.HEADER, bytes(header));

        assertThat(reader.deserialize(TOPIC, headers, bytes("hello")))
                .isEqualTo(new Untrusted<>(Reason.MALFORMED_SIGNATURE));
    }

    @Test
    void shouldNotTrustSeveralSignatures() {
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize(TOPIC, headers, "hello");
        headers.add(Signature.HEADER, headers.lastHeader(Signature.HEADER).value());

        assertThat(reader.deserialize(TOPIC, headers, value)).isEqualTo(new Untrusted<>(Reason.MALFORMED_SIGNATURE));
    }

    @Test
    void shouldReplaceASignatureThatIsThereAlready() {
        Headers headers = new RecordHeaders().add(Signature.HEADER, bytes("ed25519;s1;forged"));
        byte[] value = serializer.serialize(TOPIC, headers, "hello");

        assertThat(headers.headers(Signature.HEADER)).hasSize(1);
        assertThat(reader.deserialize(TOPIC, headers, value)).isInstanceOf(Genuine.class);
    }

    @Test
    void shouldKeepATombstoneATombstone() {
        Headers headers = new RecordHeaders().add(Signature.HEADER, bytes("x"));

        assertThat(serializer.serialize(TOPIC, headers, null)).isNull();
        assertThat(headers.headers(Signature.HEADER)).isEmpty();
        assertThat(reader.deserialize(TOPIC, headers, (byte[]) null)).isNull();
    }

    @Test
    void shouldNotAskTheRegistryForAStrangersBytes() {
        Deserializer<String> values = (topic, bytes) -> {
            throw new AssertionError("asked");
        };
        VerifyingDeserializer<String> wary = new VerifyingDeserializer<>(
                values, RecordVerifier.of(List.of(new TrustedSigner("s1", new Secret(PUBLIC)))));

        assertThat(wary.deserialize(TOPIC, new RecordHeaders(), bytes("hello")))
                .isEqualTo(new Untrusted<>(Reason.UNSIGNED));
    }

    @Test
    void shouldSayThatASignedRecordCannotBeRead() {
        Deserializer<String> values = (topic, bytes) -> {
            throw new PoisonRecordException(PoisonRecordException.Reason.WRONG_TYPE, "another type");
        };
        VerifyingDeserializer<String> broken = new VerifyingDeserializer<>(
                values, RecordVerifier.of(List.of(new TrustedSigner("s1", new Secret(PUBLIC)))));
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize(TOPIC, headers, "hello");

        assertThat(broken.deserialize(TOPIC, headers, value)).isEqualTo(new Untrusted<>(Reason.UNREADABLE));
    }

    record Sample(SigningSection signing, List<TrustedSigner> trustedSigners) {}

    @Test
    void shouldRefuseKeysWithoutTellingThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("signing.key"), PUBLIC);
        Files.writeString(folder.resolve("signing.pub"), PRIVATE);
        Path file = Files.writeString(folder.resolve("sample.yaml"), """
                signing: {key: {file: signing.key}, key_id: "S 1"}
                trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
                """);

        assertThatThrownBy(() -> new ConfigLoader("sample", Map.of(), false).load(Sample.class, file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("signing.key_id")
                .hasMessageContaining("not an Ed25519 private key")
                .hasMessageContaining("trusted_signers")
                .hasMessageContaining("not an Ed25519 public key")
                .message()
                .doesNotContain("MC4C")
                .doesNotContain("MCow");
    }

    @Test
    void shouldRefuseTwoKeysOfOneName() {
        assertThatThrownBy(() -> RecordVerifier.of(List.of(
                        new TrustedSigner("s1", new Secret(PUBLIC)),
                        new TrustedSigner(
                                "s1", new Secret(Ed25519Keys.generate().publicKey())))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s1");
        assertThatThrownBy(() -> RecordVerifier.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static VerifyingDeserializer<String> reader(TrustedSigner... signers) {
        return new VerifyingDeserializer<>(new StringDeserializer(), RecordVerifier.of(List.of(signers)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Headers headers) {
        return new String(headers.lastHeader(Signature.HEADER).value(), StandardCharsets.UTF_8);
    }
}
