package io.driftgate.correlator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.signing.Ed25519Keys;
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

class CorrelatorConfigTest {

    private static final String KAFKA =
            "version: 1\nkafka: {bootstrap_servers: 'k:9092'}\nschema_registry: {url: 'http://r:8081'}\n";
    private static final String ISSUER =
            "{name: local, issuer: 'urn:driftgate:local', audiences: [driftgate], algorithms: [ES256], jwks: {file: jwks.json}}";
    private static final String SIGNING = "signing: {key: {file: signing.key}, key_id: s1}\n";
    private static final String MINIMAL = KAFKA + SIGNING + "api: {issuers: [" + ISSUER + "]}\n";

    @TempDir
    Path folder;

    @BeforeEach
    void makeKey() throws IOException {
        Files.writeString(folder.resolve("signing.key"), Ed25519Keys.generate().privateKey());
    }

    @Test
    void shouldTakeWhatTheDesignSaysWhereTheFileIsSilent() throws IOException {
        CorrelatorConfig config = load(MINIMAL);

        assertThat(config.name()).isEqualTo("correlator");
        assertThat(config.api().address()).isEqualTo(new HostPort("127.0.0.1", 8090));
        assertThat(config.managementAddress()).isEqualTo(new HostPort("127.0.0.1", 9103));
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/driftgate/correlator"));
        assertThat(config.settling().attributionWait()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.settling().settleMax()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.settling().pipelineSettle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.attribution().skew()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.guards().maxBlocked()).isEqualTo(new Share(25));
        assertThat(config.pipelines()).isEmpty();
        assertThat(config.rules().exposure()).isEmpty();
    }

    @Test
    void shouldReadEverySection() throws IOException {
        Files.createDirectories(folder.resolve("rules"));

        CorrelatorConfig config = load(MINIMAL + """
                management: {address: "127.0.0.1:0"}
                state_dir: state
                pipelines:
                  - {name: deploy, principals: ["arn:aws:iam::123456789012:role/deploy", "arn:aws-cn:iam::123456789012:user/ci/bot@x"]}
                settling: {attribution_wait: 0s, settle_max: 1h, pipeline_settle: 5m}
                attribution: {skew: 30s}
                guards: {max_blocked_routes: 100%}
                rules: {exposure: [rules/]}
                """);

        assertThat(config.pipelines().getFirst().principals()).hasSize(2);
        assertThat(config.stateDir()).isEqualTo(folder.resolve("state"));
        assertThat(config.rules().exposure()).containsExactly(folder.resolve("rules"));
        assertThat(config.settling().attributionWait()).isZero();
        assertThat(config.managementAddress().port()).isZero();
    }

    @Test
    void shouldTellAllProblemsOfSectionsAtOnceByPath() {
        assertThat(paths(KAFKA + """
                signing: {key: {file: signing.key}, key_id: S1}
                api: {address: nowhere, isuers: []}
                pipelines:
                  - {name: deploy, principals: []}
                  - {name: other, principals: ["role/deploy"]}
                settling: {attribution_wait: 20m, settle_max: 25h, pipeline_settle: 26h}
                attribution: {skew: 1h}
                guards: {max_blocked_routes: a quarter}
                rules: {exposure: [absent/]}
                """))
                .containsExactlyInAnyOrder(
                        "api.address",
                        "api.isuers",
                        "signing.key_id",
                        "pipelines[0].principals",
                        "pipelines[1].principals[0]",
                        "settling.settle_max",
                        "settling.pipeline_settle",
                        "attribution.skew",
                        "guards.max_blocked_routes",
                        "rules.exposure[0]");
    }

    @Test
    void shouldTellAllProblemsAcrossSectionsAtOnceByPath() throws IOException {
        Files.writeString(folder.resolve("taken"), "");

        assertThat(paths(MINIMAL.replace("version: 1", "version: 2") + """
                name: The Correlator
                management: {address: "127.0.0.1:8090"}
                state_dir: taken
                pipelines:
                  - {name: deploy, principals: ["arn:aws:iam::123456789012:role/deploy"]}
                  - {name: deploy, principals: ["arn:aws:iam::123456789012:role/nightly"]}
                  - {name: other, principals: ["arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/deploy"]}
                """))
                .containsExactlyInAnyOrder(
                        "version",
                        "name",
                        "state_dir",
                        "api.address",
                        "pipelines[1].name",
                        "pipelines[2].principals[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy",
                "arn:aws:iam::123456789012:role/*",
                "arn:aws:iam::123456789012:role/deplo?",
                "arn:aws:iam::123456789012:role/",
                "arn:aws:iam::123456789012:root",
                "arn:aws:iam::123456789012:group/ops",
                "arn:aws:iam::12345:role/deploy",
                "arn:aws:iam:eu-west-1:123456789012:role/deploy",
                "arn:gcp:iam::123456789012:role/deploy",
                "arn:aws:sts::123456789012:assumed-role/deploy/session",
                "arn:aws:iam::123456789012:role/deploy ",
            })
    void shouldRefuseWhatIsNotOneIdentity(String principal) {
        assertThat(paths(MINIMAL + "pipelines: [{name: deploy, principals: ['" + principal + "']}]\n"))
                .containsExactly("pipelines[0].principals[0]");
    }

    @Test
    void shouldSayThatASessionCountsAsItsRole() {
        assertThat(refused(MINIMAL
                        + "pipelines: [{name: d, principals: ['arn:aws:sts::123456789012:assumed-role/deploy/s']}]\n"))
                .hasMessageContaining("sessions count as their role");
    }

    @Test
    void shouldDemandSomebodyWhoseTokensOpenTheApi() {
        assertThat(paths(KAFKA + SIGNING)).containsExactly("api.issuers");
        assertThat(paths(KAFKA + SIGNING + "api: {issuers: [" + ISSUER + "," + ISSUER + "]}\n"))
                .containsExactly("api.issuers[1].name");
    }

    @ParameterizedTest
    @CsvSource({"25, 8, 2", "25, 3, 1", "25, 1, 1", "25, 0, 0", "100, 7, 7", "1, 99, 1", "33, 10, 3"})
    void shouldTakeAShareRoundedDownButOne(int percent, int total, int expected) {
        assertThat(new Share(percent).of(total)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "101%", "25", "25 %", "-1%", "2.5%", "%", "9999%", ""})
    void shouldRefuseWhatIsNoShare(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Share.parse(text)).withMessage("1% to 100%");
    }

    private java.util.List<String> paths(String text) {
        return refused(text).problems().stream().map(problem -> problem.path()).toList();
    }

    private ConfigException refused(String text) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(text));
        assertThat(refused).as("the configuration is refused").isNotNull();
        return refused;
    }

    private CorrelatorConfig load(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("correlator.yaml"), text);
        return new ConfigLoader("correlator", Map.of(), false).load(CorrelatorConfig.class, file);
    }
}
