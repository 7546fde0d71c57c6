package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftgate.standalone.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trial in a process of its own, and the commands that a person gives it from another terminal. */
class UpAndDownIT {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();

    @Test
    @Timeout(180)
    void shouldComeUpAnswerAllThatAskAndGoDown() throws Exception {
        Path folder = temporary.resolve("data");
        int base = freeBase();
        Process up = start("up", "--json", "--port-base", Integer.toString(base), "--data", folder.toString());
        try (BufferedReader lines = up.inputReader()) {
            List<String> parts = new ArrayList<>();
            JsonNode line = next(lines);
            while (!line.has("ready")) {
                parts.add(line.path("part").asText());
                line = next(lines);
            }
            assertThat(parts).containsExactly("kafka", "registry", "correlator", "collectors", "sinks", "gateway");
            assertThat(line.path("api").asText()).isEqualTo("http://127.0.0.1:" + (base + 90));

            assertThat(command.run("status", folder)).isEqualTo(Exit.FINE);
            assertThat(command.run("doctor", folder)).as(command.out()).isEqualTo(Exit.FINE);
            assertThat(command.out())
                    .containsPattern("ok +folder +process " + up.pid() + " runs on")
                    .containsPattern("ok +service +gateway: ready")
                    .containsPattern("ok +topics +")
                    .doesNotContain("fail ", "warn ");
            assertThat(command.run("config show --json", folder)).isEqualTo(Exit.FINE);
            // What came from the environment may be a secret, and is told by its name.
            assertThat(command.document().at("/correlator/api/address").asText())
                    .isEqualTo("${STANDALONE_API}");
            assertThat(command.run("scopes --json", folder)).as(command.err()).isIn(Exit.FINE, Exit.FOUND);
            assertThat(command.document().path("items"))
                    .extracting(scope -> scope.path("scope").asText())
                    .contains("edge/one", "live:file:live");
            orders(folder);
            for (String quiet : List.of("drift", "alerts", "guards")) {
                assertThat(command.run(quiet, folder)).as(command.err()).isEqualTo(Exit.FINE);
            }
            assertThat(command.run("schemas register", folder))
                    .as(command.out())
                    .isEqualTo(Exit.FINE);
            assertThat(command.run("schemas check", folder)).isEqualTo(Exit.FINE);
            assertThat(command.run("up", folder)).isEqualTo(Exit.COULD_NOT);
            assertThat(command.err()).contains("is in use by process " + up.pid());

            assertThat(command.run("down --json", folder)).as(command.err()).isEqualTo(Exit.FINE);
            assertThat(command.document().path("pid").asLong()).isEqualTo(up.pid());
            assertThat(up.waitFor(1, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("run.json")).doesNotExist();
            assertThat(command.run("status", folder)).isEqualTo(Exit.COULD_NOT);
            assertThat(command.run("down", folder)).isEqualTo(Exit.FOUND);
        } finally {
            up.destroyForcibly();
        }
    }

    /** Whatever stands behind the API takes what the commands send, and shows what came of it. */
    private void orders(Path folder) {
        assertThat(command.run("guards set edge/orders --action block --ttl 1h --reason checking", folder))
                .as(command.err())
                .isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("Done (command ", "edge/orders is BLOCK until ", "checking");
        assertThat(command.run("guards", folder)).isEqualTo(Exit.FOUND);
        assertThat(command.run("guards release edge/orders --reason checked", folder))
                .isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("Done (command ", "edge/orders is NONE");
        assertThat(command.run("tokens revoke 3c9d --reason stolen", folder))
                .as(command.err())
                .isEqualTo(Exit.FINE);
        assertThat(command.run("drift baseline live:file:live", folder))
                .as(command.err())
                .isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("Done (command ", "what is open in live:file:live counts from now on");
        assertThat(command.run("drift baseline live:file:none", folder)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("404");
    }

    private Process start(String... words) throws IOException {
        List<String> call = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx768m"));
        for (String property : List.of("driftgate.root", "driftgate.registry.home")) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> call.add("-D" + property + "=" + value));
        }
        call.addAll(List.of("-cp", System.getProperty("java.class.path"), DriftgateCommand.class.getName()));
        call.addAll(List.of(words));
        return new ProcessBuilder(call)
                .redirectError(temporary.resolve("up.err").toFile())
                .start();
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        assertThat(line).as("a line of driftgate up").isNotNull();
        return new ObjectMapper().readTree(line);
    }

    private static int freeBase() throws IOException {
        for (int base = 22_000; base < 60_000; base += 1_111) {
            if (Ports.shifted(base).taken().isEmpty()) {
                return base;
            }
        }
        throw new IOException("no free ports");
    }
}
