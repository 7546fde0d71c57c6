package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();

    @Test
    void shouldBeginWithFilesThatPassTheirOwnCheck() {
        Path folder = temporary.resolve("etc");
        assertThat(command.run("config init " + folder)).isEqualTo(Exit.FINE);
        assertThat(command.lines())
                .contains("wrote  " + folder + "/gateway.yaml", "wrote  " + folder + "/secrets/signing.key");
        assertThat(command.run("config check " + folder)).isEqualTo(Exit.FINE);
        assertThat(command.lines())
                .containsExactly(
                        folder + "/gateway.yaml  fine",
                        folder + "/collectors.yaml  fine",
                        folder + "/correlator.yaml  fine",
                        folder + "/alerts.yaml  fine");
    }

    @Test
    void shouldMakeSecretsThatNobodyElseReadsAndNoTwoAlike() throws IOException {
        for (String name : new String[] {"one", "two"}) {
            assertThat(command.run("config init --json " + temporary.resolve(name)))
                    .isEqualTo(Exit.FINE);
            assertThat(command.document().path("written")).hasSizeGreaterThan(10);
            assertThat(command.document().has("kept")).isFalse();
        }
        for (String secret : new String[] {"digest.key", "webhook.key", "signing.key", "gateway-kafka.properties"}) {
            Path file = temporary.resolve("one/secrets").resolve(secret);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        for (String secret : new String[] {"digest.key", "webhook.key", "signing.key"}) {
            assertThat(Files.readString(temporary.resolve("one/secrets").resolve(secret)))
                    .isNotEqualTo(
                            Files.readString(temporary.resolve("two/secrets").resolve(secret)));
        }
    }

    @Test
    void shouldNeverOverwrite() throws IOException {
        Path folder = temporary.resolve("etc");
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("gateway.yaml"), "mine\n");
        Files.writeString(folder.resolve("secrets/signing.pub"), "mine\n");
        assertThat(command.run("config init " + folder)).isEqualTo(Exit.FINE);
        assertThat(command.lines())
                .contains("kept   " + folder + "/gateway.yaml", "kept   " + folder + "/secrets/signing.pub");
        assertThat(folder.resolve("gateway.yaml")).hasContent("mine");
        assertThat(folder.resolve("secrets/signing.key")).doesNotExist();
        String digest = Files.readString(folder.resolve("secrets/digest.key"));
        assertThat(command.run("config init " + folder)).isEqualTo(Exit.FINE);
        assertThat(command.out()).doesNotContain("wrote");
        assertThat(folder.resolve("secrets/digest.key")).content().isEqualTo(digest);
    }

    @Test
    void shouldTellEveryProblemWithPathAndLine() throws IOException {
        Path folder = temporary.resolve("etc");
        command.run("config init " + folder);
        edit(folder.resolve("alerts.yaml"), "give_up_after: 24h", "give_up_afer: 24h");
        edit(folder.resolve("alerts.yaml"), "sinks: [screen]", "sinks: [scren]");
        assertThat(command.run("config check " + folder.resolve("alerts.yaml"))).isEqualTo(Exit.FOUND);
        assertThat(command.lines().getFirst()).endsWith("alerts.yaml  1 problem");
        assertThat(command.out())
                .containsPattern("sinks\\[0\\].webhook.give_up_afer: is not known .*give_up_after.*, line \\d+");

        edit(folder.resolve("alerts.yaml"), "give_up_afer: 24h", "give_up_after: 24h");
        assertThat(command.run("config check --json " + folder)).isEqualTo(Exit.FOUND);
        JsonNode alerts = command.document().at("/files/3");
        assertThat(alerts.path("state").asText()).isEqualTo("PROBLEMS");
        assertThat(alerts.at("/problems/0/path").asText()).isEqualTo("routing.sinks[0]");
        assertThat(command.document().at("/files/0/state").asText()).isEqualTo("FINE");
    }

    @Test
    void shouldTellWhatCannotBeReadFromWhatIsWrong() throws IOException {
        assertThat(command.run("config check " + temporary.resolve("gateway.yaml")))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(command.out()).contains("gateway.yaml  cannot be read: it is not there");
        Path latin =
                Files.write(temporary.resolve("gateway.yaml"), "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(command.run("config check --json " + latin)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.document().at("/files/0/state").asText()).isEqualTo("UNREADABLE");
        assertThat(command.document().at("/files/0/reason").asText()).isEqualTo("is not UTF-8");
    }

    @Test
    void shouldKnowWhoseFileItIsByItsNameOrAsItIsTold() throws IOException {
        Path folder = temporary.resolve("etc");
        command.run("config init " + folder);
        Path other = Files.copy(folder.resolve("correlator.yaml"), folder.resolve("c.yaml"));
        assertThat(command.run("config check " + other)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("--service NAME");
        assertThat(command.run("config check --service correlator " + other)).isEqualTo(Exit.FINE);
        assertThat(command.run("config check --service alerts " + other)).isEqualTo(Exit.FOUND);
        Path prod = Files.copy(folder.resolve("gateway.yaml"), folder.resolve("prod-gateway.yml"));
        assertThat(command.run("config check " + prod)).isEqualTo(Exit.FINE);
        assertThat(command.run("config check " + Files.createDirectory(temporary.resolve("empty"))))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("has none of gateway.yaml");
    }

    @Test
    void shouldShowWhatIsInForceWithoutSecrets() throws IOException {
        Path folder = temporary.resolve("etc");
        command.run("config init " + folder);
        String digest = Files.readString(folder.resolve("secrets/digest.key")).strip();
        assertThat(command.run("config show " + folder.resolve("collectors.yaml")))
                .isEqualTo(Exit.FINE);
        assertThat(command.out())
                .contains("digest_key: '***'", "aws_account_id: '123456789012'", "interval: 5m")
                .doesNotContain(digest);
        assertThat(command.run("config show --json " + folder.resolve("correlator.yaml")))
                .isEqualTo(Exit.FINE);
        assertThat(command.document().at("/signing/key").asText()).isEqualTo("***");
        assertThat(command.document().at("/api/address").asText()).isEqualTo("127.0.0.1:8090");
        assertThat(command.run("config show " + temporary.resolve("gateway.yaml")))
                .isEqualTo(Exit.COULD_NOT);
        edit(folder.resolve("collectors.yaml"), "version: 1", "version: 2");
        assertThat(command.run("config show " + folder.resolve("collectors.yaml")))
                .isEqualTo(Exit.FOUND);
        assertThat(command.err()).contains("version: 2 (expected: 1)");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void shouldJudgeAndShowTheDataFoldersFilesWhenNoneIsNamed() {
        DataFolder folder = new DataFolder(temporary).prepare();
        new Keys(folder).prepare();
        ConfigFiles.UP.writeMissing(folder);
        for (String line : new String[] {"config", "config check", "config check " + folder.config()}) {
            assertThat(command.run(line, temporary)).as(command.out()).isEqualTo(Exit.FINE);
            assertThat(command.lines()).hasSize(4).allMatch(text -> text.endsWith("  fine"));
        }
        assertThat(command.run("config show --json", temporary)).isEqualTo(Exit.FINE);
        assertThat(command.document().at("/gateway/gateway/name").asText()).isEqualTo("edge");
        assertThat(command.document().at("/correlator/topics/partitions").asInt())
                .isEqualTo(4);
        assertThat(command.run("config show --service alerts", temporary)).isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("name: screen").doesNotContain("api:");
    }

    @Test
    void shouldSayThatAFolderHasNoConfiguration() {
        for (String line : new String[] {"config", "config check", "config show"}) {
            assertThat(command.run(line, temporary.resolve("none"))).isEqualTo(Exit.COULD_NOT);
            assertThat(command.err()).contains("no configuration in").contains("driftgate up");
        }
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }
}
