package io.driftgate.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsCommandTest {

    private static final List<String> VOLUMES =
            List.of("kafka", "cluster", "gateway", "collectors", "correlator", "alerts", "operator", "reader");

    @TempDir
    Path temporary;

    private Path vault;
    private Path handouts;
    private final StringWriter told = new StringWriter();

    @BeforeEach
    void makeVolumes() throws IOException {
        vault = Files.createDirectory(temporary.resolve("vault"));
        handouts = Files.createDirectory(temporary.resolve("handouts"));
        for (String volume : VOLUMES) {
            Files.createDirectory(handouts.resolve(volume));
        }
    }

    @Test
    void shouldHandOutFilesThatOnlyTheirUserMayRead() throws IOException {
        assertThat(run()).isZero();
        assertThat(handedOut().keySet())
                .contains("kafka/jaas.conf", "gateway/jwks.json", "correlator/signing.key", "operator/keys/issuer.jwk");
        for (String file : handedOut().keySet()) {
            Path path = handouts.resolve(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(file)
                    .isEqualTo("r--------");
            assertThat(Files.getAttribute(path, "unix:uid")).as(file).isEqualTo(me());
        }
    }

    /** A broken-into service must not be able to sign, to issue tokens, or to be another service. */
    @Test
    void shouldGiveNobodyTheSecretsOfAnother() throws IOException {
        run();
        Map<String, String> files = handedOut();
        for (String name : Arrays.asList("gateway", "collectors", "correlator", "alerts", "reader")) {
            String password = password(files, name);
            assertThat(password).hasSize(64);
            assertThat(files.entrySet())
                    .filteredOn(file -> file.getValue().contains(password))
                    .extracting(Map.Entry::getKey)
                    .allMatch(file -> file.equals(name + "/kafka.properties") || file.startsWith("cluster/users/"))
                    .hasSize(2);
        }
        assertThat(files.keySet())
                .filteredOn(file -> file.endsWith("issuer.jwk") || file.endsWith("signing.key"))
                .containsExactlyInAnyOrder("operator/keys/issuer.jwk", "correlator/signing.key");
        assertThat(files.get("kafka/admin.scram")).doesNotContain(password(files, "cluster"));
    }

    @Test
    void shouldNeverWriteOverWhatIsThere() throws IOException {
        run();
        Map<String, String> before = handedOut();
        Files.delete(handouts.resolve("alerts/webhook.key"));
        assertThat(run()).isZero();
        assertThat(handedOut()).isEqualTo(before);
        assertThat(told.toString()).contains("alerts: wrote alerts/webhook.key").contains("gateway: all there");
    }

    @Test
    void shouldRefuseAnEmptyVaultWhenContainersHaveSecretsOfAnother() throws IOException {
        run();
        Map<String, String> before = handedOut();
        Path other = Files.createDirectory(temporary.resolve("other"));
        vault = other;
        assertThat(run()).isEqualTo(2);
        assertThat(run()).as("again").isEqualTo(2);
        assertThat(handedOut()).isEqualTo(before);
        assertThat(told.toString()).contains("is empty").contains("from one backup, or none");
    }

    private static String password(Map<String, String> files, String name) {
        return files.getOrDefault(name + "/kafka.properties", "").replaceAll("(?s).*password=\"|\".*", "");
    }

    private int run() {
        PrintWriter out = new PrintWriter(told, true);
        return DeployCommand.commandLine(out, out)
                .execute(
                        "secrets",
                        "--vault=" + vault,
                        "--handouts=" + handouts,
                        "--owner=" + me(),
                        "--kafka-owner=" + me());
    }

    private int me() {
        try {
            return (Integer) Files.getAttribute(temporary, "unix:uid");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private Map<String, String> handedOut() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(handouts)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(handouts.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
