package io.driftgate.sinks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.EffectiveConfig;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.schemas.events.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsConfigTest {

    private static final String HEAD = """
            version: 1
            kafka: {bootstrap_servers: "kafka:9092"}
            schema_registry: {url: "http://registry:8081"}
            trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
            """;
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path folder;

    @BeforeEach
    void writeKey() throws IOException {
        Files.writeString(folder.resolve("hook.key"), KEY + "\n");
        Files.writeString(folder.resolve("signing.pub"), Ed25519Keys.generate().publicKey());
    }

    @Test
    void shouldReadTheExampleOfTheConventions() throws IOException {
        AlertsConfig config = load(HEAD + """
                sinks:
                  - {name: ops, webhook: {url: "https://ops.example.com/hook", signing_key: {file: hook.key}}}
                  - {name: screen, console: {}}
                routing: {sinks: [ops], routes: [{match: {severity: [high, CRITICAL]}, sinks: [ops, screen]}]}
                """);

        WebhookSection webhook = config.sinks().getFirst().webhook().orElseThrow();
        assertThat(webhook.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(webhook.giveUpAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(webhook.key()).hasSize(24);
        assertThat(config.routing().routes().getFirst().match().severity())
                .containsExactly(Severity.HIGH, Severity.CRITICAL);
        assertThat(EffectiveConfig.json(config).toString())
                .contains("\"signing_key\":\"***\"")
                .doesNotContain("MfKQ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ops.example.com/hook?team=a",
                "http://127.0.0.1:8080/hook",
                "http://localhost/hook",
                "http://[::1]:8080/hook"
            })
    void shouldTakeHttpsAnywhereAndHttpOnLoopback(String url) throws IOException {
        assertThat(load(webhook(url, "")).sinks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ops.example.com/hook",
                "http://127.0.0.1.example.com/",
                "http://localhost.example.com/",
                "http://10.0.0.1/",
                "ftp://127.0.0.1/",
                "https:opaque",
                "https://user:pass-word@ops.example.com/",
                "https://ops.example.com/#fragment"
            })
    void shouldRefuseOtherUrlsWithoutQuotingThem(String url) {
        assertThat(problems(webhook(url, "")))
                .contains("sinks[0].webhook.url: ")
                .doesNotContain("example.com")
                .doesNotContain("pass-word");
    }

    @ParameterizedTest
    @CsvSource({
        "hunter2, a secret in another form",
        "whsec_***, a secret in another form",
        "whsec_c2hvcnQ=, a key of 5 bytes",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, a secret in another form"
    })
    void shouldRefuseAnotherKeyWithoutQuotingIt(String key, String found) throws IOException {
        Files.writeString(folder.resolve("hook.key"), key);

        assertThat(problems(webhook("https://ops.example.com/", "")))
                .contains("sinks[0].webhook.signing_key: " + found + " (expected: whsec_ and the Base64 of 24 to 64")
                .doesNotContain(key);
    }

    @ParameterizedTest
    @CsvSource({
        "'timeout: 99ms', sinks[0].webhook.timeout: 99ms (expected: 100ms to 1m)",
        "'timeout: 61s', sinks[0].webhook.timeout: 61s (expected: 100ms to 1m)",
        "'give_up_after: 8d', sinks[0].webhook.give_up_after: 8d (expected: 0s to 7d)"
    })
    void shouldBoundTimes(String setting, String expected) {
        assertThat(problems(webhook("https://ops.example.com/", ", " + setting)))
                .contains(expected);
    }

    @Test
    void shouldTellEveryCrossCheckAtOnce() {
        String found = problems("""
                version: 2
                name: "Ops!"
                kafka: {bootstrap_servers: "kafka:9092"}
                schema_registry: {url: "http://registry:8081"}
                sinks:
                  - {name: screen, console: {}}
                  - {name: screen, console: {}}
                  - {name: idle, console: {}}
                routing: {sinks: [], routes: [{match: {kind: [drift]}, sinks: [scren, screen]}]}
                """);

        assertThat(found)
                .contains("version: 2 (expected: 1)")
                .contains("trusted_signers: none (expected: at least one: the public half of the correlator's")
                .contains("name: 'Ops!' (expected: kebab-case")
                .contains("sinks[1].name: 'screen' again (expected: each name once)")
                .contains("sinks[2].name: 'idle' gets no alerts")
                .contains("routing.sinks: none (expected: at least one of the names of sinks")
                .contains("routing.routes[0].sinks[0]: 'scren' (expected: the name of one of sinks)");
    }

    @Test
    void shouldWantExactlyOneKindPerSinkAndSomethingToMatch() {
        String found = problems(HEAD + """
                sinks:
                  - {name: none}
                  - {name: both, console: {}, webhook: {url: "https://ops.example.com/", signing_key: {file: hook.key}}}
                  - {name: screen, consol: {}}
                routing: {sinks: [none], routes: [{match: {}, sinks: [both]}]}
                """);

        assertThat(found)
                .contains("sinks[0]: no kind (expected: exactly one of webhook, console)")
                .contains("sinks[1]: webhook and console (expected: exactly one of webhook, console)")
                .contains("sinks[2].consol: is not known (expected: did you mean console?)")
                .contains("routing.routes[0].match: nothing to match");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "signing.pub | trusted_signers[1].name: 's1' again (expected: each name once)",
                "hook.key | trusted_signers[1].public_key: not an Ed25519 public key"
            })
    void shouldWantEachSignerOnceAndWithAPublicKey(String file, String expected) {
        String two = "{file: signing.pub}}, {name: s1, public_key: {file: " + file + "}}";

        assertThat(problems(webhook("https://ops.example.com/", "").replace("{file: signing.pub}}", two)))
                .contains(expected);
    }

    private static String webhook(String url, String more) {
        return HEAD + "sinks: [{name: ops, webhook: {url: \"" + url + "\", signing_key: {file: hook.key}" + more
                + "}}]\nrouting: {sinks: [ops]}\n";
    }

    private AlertsConfig load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("alerts.yaml"), yaml);
        return new ConfigLoader("alerts", Map.of(), false).load(AlertsConfig.class, file);
    }

    private String problems(String yaml) {
        return String.valueOf(
                catchThrowableOfType(ConfigException.class, () -> load(yaml)).getMessage());
    }
}
