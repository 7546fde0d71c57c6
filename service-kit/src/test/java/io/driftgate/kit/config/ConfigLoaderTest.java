package io.driftgate.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

    enum Mode {
        ENFORCE,
        DRY_RUN
    }

    record Limit(String name, int limit, @Default("1m") Duration window) {
        Limit {
            if (limit <= 0) {
                throw new IllegalArgumentException("limit > 0");
            }
        }
    }

    record Kafka(String bootstrapServers) {}

    record Door(@Default("127.0.0.1:9101") HostPort address) {}

    record Service(
            int version,
            Kafka kafka,
            @Default("{}") Door management,
            @Default("enforce") Mode mode,
            Optional<URI> registry,
            Optional<Secret> password,
            @Default("64KiB") DataSize body,
            List<Limit> limits,
            Map<String, Mode> actions,
            Optional<Path> rules)
            implements Checked {
        @Override
        public void check(Problems problems) {
            for (int i = 0; i < limits.size(); i++) {
                if (limits.get(i).name().equals("forbidden")) {
                    problems.at("limits[" + i + "].name").add("'forbidden'", "another name");
                }
            }
        }
    }

    private static final String MINIMAL = "version: 1\nkafka: {bootstrap_servers: 'k:9092'}\n";

    @TempDir
    Path folder;

    @Test
    void shouldBindEveryKindOfValue() throws IOException {
        Files.writeString(folder.resolve("pw"), "hunter2\n");
        Service config = load("""
                version: 1
                kafka: {bootstrap_servers: "${HOST:-localhost}:${PORT}"}
                mode: dry-run
                registry: https://registry:8081
                password: {file: pw}
                body: 2MiB
                limits:
                  - {name: a, limit: 1_000, window: 30s}
                  - {name: b, limit: 5}
                actions: {critical: ENFORCE, low: dry_run}
                rules: rules/shipped
                """, Map.of("PORT", "9092"));

        assertThat(config.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.management().address()).isEqualTo(new HostPort("127.0.0.1", 9101));
        assertThat(config.mode()).isEqualTo(Mode.DRY_RUN);
        assertThat(config.registry()).contains(URI.create("https://registry:8081"));
        assertThat(config.password().orElseThrow().reveal()).isEqualTo("hunter2");
        assertThat(config.body()).isEqualTo(new DataSize(2 << 20));
        assertThat(config.limits())
                .containsExactly(
                        new Limit("a", 1000, Duration.ofSeconds(30)), new Limit("b", 5, Duration.ofMinutes(1)));
        assertThat(config.actions()).containsEntry("critical", Mode.ENFORCE).containsEntry("low", Mode.DRY_RUN);
        assertThat(config.rules()).contains(folder.resolve("rules/shipped"));
    }

    @Test
    void shouldTellAllProblemsAtOnceWithPathValueExpectationAndLine() {
        ConfigException refused = refuse("""
                version: one
                kafka: {bootstrap_server: "k:9092"}
                mode: loud
                body: 64
                limits:
                  - {name: a, limit: -5}
                  - {name: b, limit: 1, window: 5}
                  - {limit: 3}
                """, Map.of());

        assertThat(refused.problems().stream().map(Problem::toString))
                .containsExactly(
                        "version: 'one' (expected: a whole number from -2147483648 to 2147483647), line 1",
                        "kafka.bootstrap_server: is not known (expected: did you mean bootstrap_servers?), line 2",
                        "kafka.bootstrap_servers: is missing (expected: a value), line 2",
                        "mode: 'loud' (expected: one of enforce, dry_run), line 3",
                        "body: '64' (expected: a size with its unit, such as 512B, 64KiB, 10MiB or 2GiB), line 4",
                        "limits[0]: cannot be (expected: limit > 0), line 6",
                        "limits[1].window: '5' (expected: a length of time with its unit, such as 100ms, 30s, 5m, 4h or"
                                + " 7d), line 7",
                        "limits[2].name: is missing (expected: a value), line 8");
        assertThat(refused).hasMessageStartingWith("test.yaml: 8 problems\n");
    }

    @Test
    void shouldAskTheSectionForRulesAcrossItsKeys() {
        assertThat(refuse(MINIMAL + "limits: [{name: forbidden, limit: 1}]", Map.of())
                        .problems())
                .extracting(Problem::path)
                .containsExactly("limits[0].name");
    }

    @Test
    void shouldLetTheEnvironmentStandOverTheFile() {
        Service config = load(
                MINIMAL + "limits: [{name: a, limit: 1}]",
                Map.of(
                        "DRIFTGATE_GATEWAY_KAFKA_BOOTSTRAP_SERVERS", "other:9092",
                        "DRIFTGATE_GATEWAY_LIMITS_0_LIMIT", "7",
                        "DRIFTGATE_GATEWAY_MANAGEMENT_ADDRESS", "[::1]:0",
                        "DRIFTGATE_TOPIC_PREFIX", "t-",
                        "DRIFTGATE_CORRELATOR_KAFKA_BOOTSTRAP_SERVERS", "not-ours:1"));

        assertThat(config.kafka().bootstrapServers()).isEqualTo("other:9092");
        assertThat(config.limits().getFirst().limit()).isEqualTo(7);
        assertThat(config.management().address()).hasToString("[::1]:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KAFKA_BOOTSTRAP", "LIMITS_1_LIMIT", "NONSENSE", "KAFKA_BOOTSTRAP_SERVERS_X"})
    void shouldRefuseAVariableThatNamesNoKey(String path) {
        assertThat(refuse(MINIMAL + "limits: [{name: a, limit: 1}]", Map.of("DRIFTGATE_GATEWAY_" + path, "x"))
                        .problems())
                .extracting(Problem::path)
                .containsExactly("DRIFTGATE_GATEWAY_" + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password: hunter2 | password: a secret written out",
                "password: {file: nowhere-hunter1} | nowhere-hunter1 cannot be read",
                "password: {env: UNSET} | password.env: an empty secret",
                "password: {vault: x} | password.vault: is no place of a secret",
                "password: [hunter2] | password: a list"
            })
    void shouldRefuseASecretThatIsNotKeptApartAndNotQuoteIt(String line, String problem) {
        ConfigException refused = refuse(MINIMAL + line, Map.of());

        assertThat(refused).hasMessageContaining(problem).hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"registry: 'https://user:hunter2^@registry:8081'", "registry: '${ADDRESS}'", "mode: '${ADDRESS}'"
            })
    void shouldNotQuoteAUrlOrAVariableThatCannotBeRead(String line) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> load(MINIMAL + line, Map.of("ADDRESS", "https://user:hunter2^@registry")));

        assertThat(refused.getMessage()).doesNotContain("hunter2").contains("expected");
    }

    @Test
    void shouldTakeASecretInTheFileOnlyWhereThatIsAllowed() {
        Service config = new ConfigLoader("gateway", Map.of(), true)
                .parse(Service.class, MINIMAL + "password: hunter2", "test.yaml", folder);

        assertThat(config.password().orElseThrow().reveal()).isEqualTo("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2").contains("***");
        assertThat(EffectiveConfig.json(config).toString())
                .doesNotContain("hunter2")
                .contains("\"password\":\"***\"", "\"bootstrap_servers\":\"k:9092\"", "\"body\":\"64KiB\"");
    }

    @Test
    void shouldRefuseAnUnsetVariable() {
        assertThat(refuse("version: ${NOWHERE}\nkafka: {bootstrap_servers: a}", Map.of()))
                .hasMessageContaining("version: ${NOWHERE} is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: [",
                "- a\n- b",
                "just text",
                "version: 1\nversion: 2",
                "a: &x [*x]",
                "? [a]\n: b",
                "!!java.io.File {x: y}: 1"
            })
    void shouldRefuseWhatIsNoConfigurationWithoutFailing(String text) {
        assertThat(refuse(text, Map.of()).problems()).isNotEmpty();
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> new ConfigLoader("gateway", Map.of(), false).load(Service.class, folder.resolve("none.yaml")));

        assertThat(refused).hasMessageContaining("none.yaml").hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"100ms", "30s", "5m", "4h", "7d", "0s"})
    void shouldWriteLengthsOfTimeAsTheyAreRead(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"512B", "64KiB", "3MiB", "2GiB", "1TiB", "0B"})
    void shouldWriteSizesAsTheyAreRead(String text) {
        assertThat(DataSize.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8090", "a:", ":1", "::1:8090", "a:70000", "a:-1", "http://a:1"})
    void shouldRefuseWhatIsNoHostAndPort(String text) {
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> HostPort.parse(text)))
                .isNotNull();
    }

    private Service load(String text, Map<String, String> environment) {
        return new ConfigLoader("gateway", environment, false).parse(Service.class, text, "test.yaml", folder);
    }

    private ConfigException refuse(String text, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> load(text, environment));
    }
}
