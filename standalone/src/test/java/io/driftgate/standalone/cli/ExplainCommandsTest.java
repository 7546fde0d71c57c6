package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the collectors would make of files, without any cluster. */
class ExplainCommandsTest {

    private static final String OPENED = """
            {"eventVersion":"1.11","eventID":"e-1","eventTime":"2026-03-01T10:02:11Z","eventSource":"ec2.amazonaws.com",
             "eventName":"AuthorizeSecurityGroupIngress","awsRegion":"eu-west-1","recipientAccountId":"123456789012",
             "readOnly":false,"userIdentity":{"type":"IAMUser","userName":"mallory\\u001b[31m","accountId":"123456789012"},
             "requestParameters":{"groupId":"sg-0abc"}}""";
    private static final String READ =
            "{\"eventVersion\":\"1.11\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"DescribeInstances\","
                    + "\"readOnly\":true,\"userIdentity\":{}}";
    private static final String BROKEN =
            "{\"eventVersion\":\"1.11\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"StopInstances\","
                    + "\"eventTime\":\"yesterday\",\"recipientAccountId\":\"123456789012\",\"userIdentity\":{}}";

    private static final String STATE = """
            {"version":4,"serial":7,"lineage":"l-1","resources":[
              {"mode":"managed","type":"aws_db_instance","name":"main","provider":"provider[\\"registry.terraform.io/hashicorp/aws\\"]",
               "instances":[{"attributes":{"id":"db-1","identifier":"orders","password":"hunter2-hunter2","engine":"postgres"}}]},
              {"mode":"data","type":"aws_ami","name":"base","provider":"provider[\\"registry.terraform.io/hashicorp/aws\\"]",
               "instances":[]}]}""";

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();

    @Test
    void shouldPrintOneLineForEachChangeAndForEachRecordThatIsLeftOut() throws IOException {
        Path file = write("trail.json", "{\"Records\":[" + OPENED.replace("\n", "") + "," + READ + "]}");
        assertThat(command.run("events explain " + file)).isEqualTo(Exit.FINE);
        List<JsonNode> lines = command.documents();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("outcome").asText()).isEqualTo("CHANGE");
        assertThat(lines.get(0).at("/change/entity").asText()).isEqualTo("aws/123456789012/eu-west-1/ec2/sg-0abc");
        assertThat(lines.get(0).at("/change/event_id").asText()).isEqualTo("e-1");
        assertThat(lines.get(1).path("record").asInt()).isEqualTo(2);
        assertThat(lines.get(1).path("reason").asText()).isEqualTo("read-only");
        assertThat(lines.get(1).path("dead_letter").asBoolean(true)).isFalse();
        assertThat(command.err()).isEqualTo("1 changes, 1 records left out, 0 of them for somebody to look at\n");
        assertThat(command.out()).doesNotContain("\u001b");
    }

    @Test
    void shouldEndWithOneWhenSomebodyShouldLookAtARecord() throws IOException {
        Path file = write("lines.json", READ + "\n" + BROKEN + "\n");
        assertThat(command.run("events explain " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.documents().get(1).path("reason").asText()).isEqualTo("malformed");
        assertThat(command.documents().get(1).path("message").asText())
                .contains("eventTime")
                .doesNotContain("yesterday");
        assertThat(command.run("events explain " + write("text", "not json"))).isEqualTo(Exit.FOUND);
        assertThat(command.document().path("reason").asText()).isEqualTo("not-json");
    }

    @Test
    void shouldUnpackGzipAndReadStandardInput() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(OPENED.getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(temporary.resolve("trail.json.gz"), packed.toByteArray());
        assertThat(command.run("events explain " + file)).isEqualTo(Exit.FINE);
        assertThat(command.document().path("outcome").asText()).isEqualTo("CHANGE");
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(packed.toByteArray()));
            assertThat(command.run("events explain -")).isEqualTo(Exit.FINE);
        } finally {
            System.setIn(before);
        }
        assertThat(command.documents()).hasSize(1);
    }

    @Test
    void shouldTakeChangesOfTheNamedAccountsOnly() throws IOException {
        Path file = write("trail.json", OPENED);
        assertThat(command.run("events explain --account 210987654321 " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.document().path("reason").asText()).isEqualTo("account-not-allowed");
        assertThat(command.run("events explain --account 210987654321,123456789012 " + file))
                .isEqualTo(Exit.FINE);
    }

    @Test
    void shouldShowResourcesOfAStateWithSecretsAsDigests() throws IOException {
        Path file = write("terraform.tfstate", STATE);
        assertThat(command.run("state explain --account 123456789012 --region eu-west-1 " + file))
                .isEqualTo(Exit.FINE);
        assertThat(command.lines())
                .contains(
                        "aws_db_instance.main",
                        "  entity  aws/123456789012/eu-west-1/rds/orders",
                        "    engine = \"postgres\"",
                        "left out  data.aws_ami.base  data-source");
        assertThat(command.out()).contains("password = {\"$sensitive\":\"hmac-sha256:explain:");
        assertThat(command.out() + command.err()).doesNotContain("hunter2");
        assertThat(command.err()).isEmpty();

        assertThat(command.run("state explain --json " + file)).isEqualTo(Exit.FINE);
        assertThat(command.documents()).hasSize(2);
        assertThat(command.documents().getFirst().path("key").asText()).endsWith("#aws_db_instance");
        assertThat(command.err()).contains("account 000000000000 and region us-east-1");
        assertThat(command.out()).doesNotContain("hunter2");
    }

    @Test
    void shouldMakeComparableDigestsUnderAGivenKeyOnly() throws IOException {
        Path file = write("terraform.tfstate", STATE);
        Path key = write("digest.key", "0123456789abcdef0123456789abcdef\n");
        String with = "state explain --json --digest-key " + key + " --key-id k1 " + file;
        assertThat(command.run(with)).isEqualTo(Exit.FINE);
        String first = password();
        assertThat(command.run(with)).isEqualTo(Exit.FINE);
        assertThat(password()).isEqualTo(first).startsWith("hmac-sha256:k1:");
        assertThat(command.run("state explain --json " + file)).isEqualTo(Exit.FINE);
        String thrownAway = password();
        assertThat(command.run("state explain --json " + file)).isEqualTo(Exit.FINE);
        assertThat(password()).isNotEqualTo(thrownAway);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\":3,\"modules\":[]} | unsupported-version",
                "{\"version\":4,\"resources\":[ | not-json",
                "'' | not-json",
                "{\"format_version\":\"1.0\"} | not-a-state",
                "{\"encrypted_data\":\"x\"} | encrypted",
                "{\"version\":4,\"resources\":7} | malformed"
            })
    void shouldSayWhyAStateIsRefused(String content, String reason) throws IOException {
        Path file = write("terraform.tfstate", content);
        assertThat(command.run("state explain --json " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.document().path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(command.document().path("reason").asText()).isEqualTo(reason);
        assertThat(command.document().path("message").asText()).isNotBlank();
        assertThat(command.run("state explain " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.out()).startsWith("refused   " + reason + ": ");
    }

    @Test
    void shouldRefuseAStateInUtf16() throws IOException {
        Path file = Files.write(temporary.resolve("terraform.tfstate"), STATE.getBytes(StandardCharsets.UTF_16));
        assertThat(command.run("state explain --json " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.document().path("reason").asText()).isEqualTo("not-utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events | events explain FILE",
                "events explain | Missing required parameter",
                "events explain /nowhere/at/all | cannot be read: it is not there",
                "state | state explain FILE",
                "state explain | Missing required parameter",
                "state explain --account 12 - | twelve digits",
                "state explain --digest-key /dev/null - | at least 32 random bytes",
                "state explain --key-id a/b - | key id 'a/b'"
            })
    void shouldSayWhatIsWrongWithACommand(String line, String reason) {
        assertThat(command.run(line)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("driftgate: ").contains(reason).doesNotContain("\tat ");
        assertThat(command.out()).isEmpty();
    }

    private String password() {
        return command.documents()
                .getFirst()
                .at("/attributes/password/$sensitive")
                .asText();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(temporary.resolve(name), content);
    }
}
