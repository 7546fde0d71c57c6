package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryCommandTest {

    @Test
    void shouldBindBothInterfacesToLoopback() {
        List<String> command =
                RegistryCommand.of(Path.of("java"), Path.of("c.jar"), Path.of("run.jar"), Optional.empty(), 8081);

        assertThat(command)
                .contains(
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=8081",
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=0")
                .anyMatch(argument -> argument.startsWith("-Dapicurio.datasource.url=jdbc:h2:mem:"));
    }

    @Test
    void shouldKeepTheDatabaseInItsFolder() {
        Path data = Path.of("/data/registry-1");

        List<String> command =
                RegistryCommand.of(Path.of("java"), Path.of("c.jar"), Path.of("run.jar"), Optional.of(data), 0);

        assertThat(command).contains("-Dapicurio.datasource.url=jdbc:h2:file:/data/registry-1/registry");
    }

    @Test
    void shouldRefuseAFolderThatWouldChangeTheDatabaseUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryConfig.persistent(Path.of("/data;INIT=x"), Path.of("log")))
                .withMessageContaining("/data;INIT=x");
    }

    @Test
    void shouldNotInheritSettingsOfAnotherRegistry() {
        Map<String, String> environment = new HashMap<>(
                Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "APICURIO_DATASOURCE_URL", "jdbc:x", "PATH", "/bin"));

        RegistryCommand.clean(environment);

        assertThat(environment).containsOnlyKeys("PATH");
    }

    @Test
    void shouldRefuseAPortOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryConfig.inMemory(Path.of("log")).withPort(65_536))
                .withMessageContaining("65536");
    }
}
