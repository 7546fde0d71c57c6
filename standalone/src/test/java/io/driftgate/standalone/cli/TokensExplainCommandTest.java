package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensExplainCommandTest {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();

    @Test
    void shouldSayWhoWouldBelieveAToken() throws IOException {
        String operator = issued("tokens issue --operator --subject ann");
        assertThat(explain(operator, "")).isEqualTo(Exit.FINE);
        assertThat(command.out())
                .containsPattern("claim +sub +ann")
                .containsPattern("claim +scope +driftgate:read driftgate:operate")
                .containsPattern("claim +exp +20.*, in (59|60)m")
                .containsPattern("header +alg +ES256")
                .containsPattern("believed +by the API")
                .containsPattern("refused +by the gateway +token-wrong-audience: its aud does not name this place");

        assertThat(explain(issued("tokens issue --scope orders:read"), " --json"))
                .isEqualTo(Exit.FINE);
        JsonNode json = command.document();
        assertThat(json.at("/claims/scope").asText()).isEqualTo("orders:read");
        assertThat(json.at("/believed/0/by").asText()).isEqualTo("API");
        assertThat(json.at("/believed/0/believed").asBoolean(true)).isFalse();
        assertThat(json.at("/believed/1/believed").asBoolean()).isTrue();
    }

    @Test
    void shouldNeverPrintTheSignature() throws IOException {
        String token = issued("tokens issue --operator");
        String signature = token.substring(token.lastIndexOf('.') + 1);
        for (String form : new String[] {"", " --json"}) {
            assertThat(explain(token, form)).isEqualTo(Exit.FINE);
            assertThat(command.out() + command.err()).doesNotContain(signature).doesNotContain(token);
        }
    }

    @Test
    void shouldSayWhyATokenIsNotBelieved() throws IOException {
        String token = issued("tokens issue --operator");
        String[] parts = token.split("\\.");
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("\"sub\":\"", "\"sub\":\"root-")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(explain(parts[0] + "." + forged + "." + parts[2], "")).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("token-bad-signature").containsPattern("claim +sub +root-");

        Files.delete(new DataFolder(temporary).issuerKey());
        new Keys(new DataFolder(temporary)).prepare();
        assertThat(explain(token, "")).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("token-unknown-key");
    }

    @Test
    void shouldShowForeignClaimsAsHarmlessText() throws IOException {
        prepare();
        String header = part("{\"alg\":\"none\",\"typ\":\"a\\u001b[31mb\"}");
        assertThat(explain(header + "." + part("{\"sub\":\"x\\u202ey\",\"exp\":\"soon\"}") + ".", ""))
                .isEqualTo(Exit.FOUND);
        assertThat(command.out())
                .contains(
                        "a\\u{1b}[31mb", "x\\u{202e}y", "(expected: seconds since 1970)", "token-algorithm-not-allowed")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void shouldNotShowWhatIsNoToken() throws IOException {
        prepare();
        assertThat(explain("hunter2", "")).isEqualTo(Exit.FOUND);
        assertThat(command.out() + command.err()).contains("no signed token").doesNotContain("hunter2");
    }

    @Test
    void shouldTellThatNobodyWasAsked() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        Path file = Files.writeString(temporary.resolve("token"), issued("tokens issue"));
        assertThat(command.run("tokens explain " + file, elsewhere)).isEqualTo(Exit.FINE);
        assertThat(command.err()).contains("was not asked: no issuer in " + elsewhere);
    }

    @Test
    void shouldReadATokenWithItsSchemeFromStandardInput() throws IOException {
        String token = issued("tokens issue --operator");
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(("Bearer " + token + "\n").getBytes(StandardCharsets.US_ASCII)));
            assertThat(command.run("tokens explain -", temporary)).isEqualTo(Exit.FINE);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() {
        assertThat(command.run("tokens explain " + temporary.resolve("none"), temporary))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("none cannot be read: it is not there");
        assertThat(command.run("tokens explain " + temporary, temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("it is a folder");
    }

    private void prepare() {
        new Keys(new DataFolder(temporary).prepare()).prepare();
    }

    private String issued(String line) {
        prepare();
        assertThat(command.run(line, temporary)).isEqualTo(Exit.FINE);
        return command.out().strip();
    }

    private int explain(String token, String more) throws IOException {
        Path file = Files.writeString(temporary.resolve("token"), token + "\n");
        return command.run("tokens explain " + file + more, temporary);
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
