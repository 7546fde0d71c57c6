package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftgateCommandTest {

    @TempDir
    Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "up --help",
                "demo -h",
                "drift --help",
                "drift show --help",
                "alerts follow --help",
                "tokens issue --help",
                "config acls --help",
                "config acls --service users",
                "version",
                "--json version",
                "version --json --no-color"
            })
    void shouldUnderstand(String line) {
        assertThat(run(line)).isEqualTo(Exit.FINE);
        assertThat(out.toString()).isNotBlank();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a command is missing",
                "drfit | drfit",
                "drift show | Missing required parameter",
                "up --port-base x | --port-base",
                "tokens | tokens issue",
                "tokens issue --operator --scope orders:read | --operator has its own scopes",
                "tokens issue --lifetime 31d | 1s to 30d",
                "tokens issue --lifetime 0s | 1s to 30d",
                "tokens issue --lifetime tomorrow | 1s to 30d",
                "config --data /nowhere/at/all | no configuration in",
                "config acls --service proxy | --service proxy (expected: one of ingest-proxy, drift-collectors",
                "config acls --prefix a/b | 'a/b'",
                "config acls --principal-prefix driftgate | a kind and a colon",
                "drift list --colour | --colour"
            })
    void shouldSayInASentenceWhatIsWrongWithACommand(String line, String reason) {
        assertThat(run(line)).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString()).contains(reason).contains("driftgate: ").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drift",
                "drift list",
                "drift show d-abc",
                "drift watch",
                "drift accept d-abc --until 7d --reason known",
                "drift baseline live:file:live",
                "alerts",
                "alerts list",
                "alerts show a-abc",
                "alerts follow",
                "guards",
                "guards list",
                "guards set edge/orders --action block --ttl 1h --reason scan",
                "guards release edge/orders --reason checked",
                "scopes",
                "scopes list",
                "scopes show live",
                "scopes rescan live:file:live",
                "tokens revoke 3c9d --reason stolen",
                "status"
            })
    void shouldSayInOneSentenceThatNothingRuns(String line) {
        assertThat(run(line + " --data " + temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString().lines())
                .containsExactly("driftgate: nothing runs on " + temporary
                        + " (expected: driftgate up, or driftgate demo --keep; name its folder with --data)");
    }

    @Test
    void shouldIssueAnOperatorsTokenForTheApiAndACallersForTheGateway() throws ParseException {
        prepare();
        assertThat(run("tokens issue --operator --subject ann --data " + temporary))
                .isEqualTo(Exit.FINE);
        JWTClaimsSet operator = claims();
        assertThat(operator.getAudience()).containsExactly("driftgate");
        assertThat(operator.getSubject()).isEqualTo("ann");
        assertThat(operator.getStringClaim("scope")).isEqualTo("driftgate:read driftgate:operate");

        assertThat(run("tokens issue --scope orders:read,orders:write --lifetime 10m --data " + temporary))
                .isEqualTo(Exit.FINE);
        JWTClaimsSet caller = claims();
        assertThat(caller.getAudience()).containsExactly("gateway");
        assertThat(caller.getStringClaim("scope")).isEqualTo("orders:read orders:write");
        assertThat(Duration.between(
                        caller.getIssueTime().toInstant(),
                        caller.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldPrintWhatAServiceMayDoForAShellOrForAProgram() {
        assertThat(run("config acls --service alert-sinks --prefix p. --principal-prefix User:x-"))
                .isEqualTo(Exit.FINE);
        assertThat(out.toString().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("kafka-acls.sh ")
                        && line.contains(" --allow-principal User:x-driftgate-alert-sinks "))
                .anyMatch(line -> line.endsWith(" --resource-pattern-type prefixed --group p.alert-sinks-"));
        out.getBuffer().setLength(0);

        assertThat(run("config acls --service alert-sinks --json")).isEqualTo(Exit.FINE);
        assertThat(out.toString().lines())
                .hasSizeGreaterThan(8)
                .allMatch(line -> line.startsWith("{\"principal\":\"User:driftgate-alert-sinks\","));
    }

    @Test
    void shouldNotMakeAKeyThatNobodyWouldBelieve() {
        assertThat(run("tokens issue --data " + temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString()).contains("no key in");
        assertThat(new DataFolder(temporary).issuerKey()).doesNotExist();
    }

    @Test
    void shouldNotShowAnOwnTokenToAnotherMachine() {
        prepare();
        assertThat(run("drift list --api http://api.example.com:8090 --data " + temporary))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString()).contains("--token-file").contains("http://api.example.com:8090");
    }

    @Test
    void shouldRefuseAPortBaseOutOfRangeBeforeItStartsAnything() {
        assertThat(run("up --port-base 80 --data " + temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--port-base 80");
    }

    private void prepare() {
        new Keys(new DataFolder(temporary).prepare()).prepare();
    }

    private JWTClaimsSet claims() throws ParseException {
        String token = out.toString().strip();
        out.getBuffer().setLength(0);
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private int run(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
        return DriftgateCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }
}
