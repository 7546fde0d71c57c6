package io.driftgate.proxy.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.config.Secret;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.kit.signing.SigningSerializer;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.proxy.state.RecordFile;
import io.driftgate.proxy.state.StateFolder;
import io.driftgate.proxy.state.StateRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Ed25519Keys.Pem KEY = Ed25519Keys.generate();
    private static final Ed25519Keys.Pem NEXT = Ed25519Keys.generate();
    private static final String TOPIC = "t.guards";

    @TempDir
    Path folder;

    private StateFolder state;
    private RecordFile file;

    @BeforeEach
    void open() throws StateRefusedException {
        state = StateFolder.open(folder);
        file = state.records(TOPIC);
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    @Test
    void shouldRestoreWhatWasKept() throws Exception {
        keep("a/7/open", "b/9/shut");

        SignedBook<String> book = restored(Map.of("s1", KEY));

        assertThat(book.versions()).isEqualTo(Map.of("a", 7L, "b", 9L));
        assertThat(book.of("a")).contains("a/7/open");
        assertThat(book.unkept()).isFalse();
        assertThat(Files.list(folder))
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("gateway.lock", TOPIC + ".json");
    }

    @Test
    void shouldBeginWithNothingWhereNothingWasKept() throws Exception {
        assertThat(restored(Map.of("s1", KEY)).versions()).isEmpty();
    }

    @Test
    void shouldLetNothingPassUnderAKeyThatWasTakenOut() throws Exception {
        keep("a/7/open", "b/9/shut");

        SignedBook<String> book = restored(Map.of("s2", NEXT));

        assertThat(book.of("a")).contains("a/7/nothing");
        assertThat(book.of("b")).contains("b/9/nothing");
        // And when it is given back, it is as it was.
        assertThat(restored(Map.of("s1", KEY, "s2", NEXT)).of("a")).contains("a/7/open");
    }

    @Test
    void shouldRefuseARecordThatWasChanged() throws Exception {
        keep("a/7/open");
        // A newer version, in the same length: base64 of a/7/open and a/9/open differ in one character.
        replace("YS83L29wZW4", "YS85L29wZW4");

        assertThatItIsRefused("the record of a is wrong-signature");
    }

    @Test
    void shouldRefuseTheSignatureOfAnotherKeyUnderTheSameName() throws Exception {
        keep("a/7/open");

        assertThatThrownBy(() -> restored(Map.of("s1", NEXT)))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("wrong-signature");
    }

    @Test
    void shouldRefuseARecordUnderAnotherKey() throws Exception {
        keep("a/7/open");
        replace("\"key\":\"a\"", "\"key\":\"b\"");

        assertThatItIsRefused("the record of b does not belong there");
    }

    @Test
    void shouldRefuseARecordWithoutSignature() throws Exception {
        keep("a/7/open");
        Files.writeString(file.path(), Files.readString(file.path()).replaceAll("ed25519;[^\"]+", ""));

        assertThatItIsRefused("the record of a is malformed-signature");
    }

    @Test
    void shouldRefuseAFileThatWasCutOffOrIsNoneOfOurs() throws Exception {
        keep("a/7/open");
        String whole = Files.readString(file.path());

        for (String broken : List.of("", "{", whole.substring(0, whole.length() / 2), "{}", "[]", "null")) {
            Files.writeString(file.path(), broken);
            assertThatItIsRefused("it is ");
        }
        Files.writeString(file.path(), whole.replace(TOPIC, "u.guards"));
        assertThatItIsRefused("its records are of topic \"u.guards\", not of t.guards");
    }

    @Test
    void shouldKeepTheOldFileWhenTheNewOneCannotBeWritten() throws Exception {
        keep("a/7/open");
        SignedBook<String> book = restored(Map.of("s1", KEY));
        FeedUpdate accepted = book.apply("a", sealed("a/8/open"), NOW);
        // In the way of the file that is written beside the old one.
        Files.createDirectory(folder.resolve(TOPIC + ".json.new"));

        assertThatThrownBy(() -> floor(Map.of("s1", KEY)).keep(book)).isInstanceOf(IOException.class);

        assertThat(accepted).isInstanceOf(FeedUpdate.Accepted.class);
        assertThat(book.unkept()).isTrue();
        assertThat(book.of("a")).contains("a/7/open");
        assertThat(restored(Map.of("s1", KEY)).versions()).isEqualTo(Map.of("a", 7L));
    }

    private void assertThatItIsRefused(String found) {
        assertThatThrownBy(() -> restored(Map.of("s1", KEY)))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining(file.path().toString())
                .hasMessageContaining(found)
                .hasMessageContaining("move it away");
    }

    private void replace(String from, String to) throws IOException {
        String text = Files.readString(file.path());
        assertThat(text).contains(from);
        Files.writeString(file.path(), text.replace(from, to));
    }

    private void keep(String... values) throws IOException {
        SignedBook<String> book = new SignedBook<>(new Texts());
        for (String value : values) {
            var unused = book.apply(value.substring(0, 1), sealed(value), NOW);
        }
        floor(Map.of("s1", KEY)).keep(book);
    }

    private SignedBook<String> restored(Map<String, Ed25519Keys.Pem> keys) throws StateRefusedException {
        SignedBook<String> book = new SignedBook<>(new Texts());
        floor(keys).restore(book);
        return book;
    }

    private Floor<String> floor(Map<String, Ed25519Keys.Pem> keys) {
        return new Floor<>(file, deserializer(keys));
    }

    private static Sealed<String> sealed(String value) {
        RecordSigner signer = new RecordSigner(new SigningSection(new Secret(KEY.privateKey()), "s1"));
        Headers headers = new RecordHeaders();
        byte[] bytes = new SigningSerializer<>(new StringSerializer(), signer).serialize(TOPIC, headers, value);
        Sealed<String> sealed = deserializer(Map.of("s1", KEY)).deserialize(TOPIC, headers, bytes);
        if (sealed == null) {
            throw new AssertionError("a tombstone");
        }
        return sealed;
    }

    private static SealedDeserializer<String> deserializer(Map<String, Ed25519Keys.Pem> keys) {
        return new SealedDeserializer<>(
                new StringDeserializer(),
                RecordVerifier.of(keys.entrySet().stream()
                        .map(key -> new TrustedSigner(
                                key.getKey(), new Secret(key.getValue().publicKey())))
                        .toList()));
    }

    /** Values are {@code key/version/word}. */
    private record Texts() implements FeedbackValues<String> {
        @Override
        public String noun() {
            return "texts";
        }

        @Override
        public Optional<String> id(String key) {
            return Optional.of(key);
        }

        @Override
        public boolean repeats(String key, String value) {
            return value.startsWith(key + "/");
        }

        @Override
        public long version(String value) {
            return Long.parseLong(value.substring(2, 3));
        }

        @Override
        public String says(String value) {
            return value;
        }

        @Override
        public boolean same(String one, String other) {
            return one.equals(other);
        }

        @Override
        public boolean tightens(Optional<String> inForce, String now) {
            return now.endsWith("shut");
        }

        @Override
        public String withoutPermission(String value) {
            return value.substring(0, 4) + "nothing";
        }

        @Override
        public boolean over(String value, Instant now) {
            return false;
        }
    }
}
