package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server that answers as the correlator's API and the management endpoints do. */
class CommandsIT {

    private record Canned(int status, String body) {}

    @TempDir
    Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, Canned> answers = new LinkedHashMap<>();
    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;

    CommandsIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
        new Keys(new DataFolder(temporary).prepare()).prepare();
        note("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        RunNote.remove(temporary);
        server.stop(0);
    }

    @Test
    void shouldEndWithOneWhenADriftIsOpenAndWithNoughtWhenNoneIs() {
        answers.put(
                "/v1/drift", new Canned(200, list("{\"id\":\"d-1\",\"status\":\"DRIFTED\",\"severity\":\"HIGH\"}")));
        assertThat(run("drift")).isEqualTo(Exit.FOUND);
        assertThat(out.toString()).contains("d-1", "HIGH", "DRIFTED");
        assertThat(authorizations).singleElement().asString().startsWith("Bearer ");

        answers.put(
                "/v1/drift",
                new Canned(200, list("{\"id\":\"d-1\",\"status\":\"IN_SYNC\",\"resolution\":\"REVERTED\"}")));
        assertThat(run("drift list")).isEqualTo(Exit.FINE);
        answers.put("/v1/drift", new Canned(200, list("")));
        assertThat(run("drift list")).isEqualTo(Exit.FINE);
        assertThat(out.toString()).endsWith("no drift\n");
    }

    @Test
    void shouldNeverCallAnIncompleteListClean() {
        answers.put(
                "/v1/alerts",
                new Canned(200, "{\"items\":[],\"complete\":false,\"missing\":[\"partition 2 is being restored\"]}"));
        assertThat(run("alerts list")).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString()).contains("not complete: partition 2 is being restored");
        assertThat(out.toString()).isEqualTo("nothing known\n");
    }

    @Test
    void shouldReadEveryPageOfAList() {
        answers.put(
                "/v1/drift?limit=1000",
                new Canned(200, "{\"items\":[{\"id\":\"d-1\"}],\"complete\":true,\"missing\":[],\"next\":\"a b\"}"));
        answers.put("/v1/drift?limit=1000&after=a%20b", new Canned(200, list("{\"id\":\"d-2\"}")));
        assertThat(run("drift list")).isEqualTo(Exit.FOUND);
        assertThat(out.toString()).contains("d-1", "d-2");
    }

    @Test
    void shouldPrintJsonThatIsHarmlessOnATerminal() {
        answers.put("/v1/drift/d-1", new Canned(200, list("{\"id\":\"d-1\",\"address\":\"a\u009b31mb\u202ec\"}")));
        assertThat(run("drift show d-1 --json")).isEqualTo(Exit.FINE);
        assertThat(out.toString()).isEqualTo("{\"id\":\"d-1\",\"address\":\"a\\u009B31mb\\u202Ec\"}\n");
    }

    @Test
    void shouldSayAProblemDocumentInOneSentence() {
        answers.put(
                "/v1/drift/d-9",
                new Canned(404, "{\"title\":\"No such drift\",\"detail\":\"nothing begins with d-9\",\"status\":404}"));
        assertThat(run("drift show d-9")).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString())
                .isEqualTo("driftgate: the API answered 404 No such drift: nothing begins with d-9\n");
    }

    @Test
    void shouldSayThatTheApiDoesNotAnswer() {
        server.stop(0);
        assertThat(run("drift list")).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString().lines()).singleElement().asString().contains("does not answer");
    }

    @Test
    void shouldSendTheTokenOfTheFileThatIsNamed() throws IOException {
        answers.put("/v1/drift", new Canned(200, list("")));
        Path token = Files.writeString(temporary.resolve("token"), "a.b.c\n");
        assertThat(run("drift --token-file " + token)).isEqualTo(Exit.FINE);
        assertThat(authorizations).containsExactly("Bearer a.b.c");
    }

    @Test
    void shouldShowWhichServiceIsNotReadyAndWhy() {
        answers.put("/gateway/health/ready", new Canned(200, "ready\n"));
        answers.put("/correlator/health/ready", new Canned(503, "is being rebalanced\n"));
        assertThat(run("status")).isEqualTo(Exit.FOUND);
        assertThat(out.toString())
                .containsPattern("gateway +ready")
                .containsPattern("correlator +not ready: is being rebalanced")
                .contains("127.0.0.1:9092");

        answers.put("/correlator/health/ready", new Canned(200, "ready\n"));
        out.getBuffer().setLength(0);
        assertThat(run("status --json")).isEqualTo(Exit.FINE);
        assertThat(out.toString()).contains("\"correlator\":{\"ready\":true");
    }

    @Test
    void shouldRefuseToStartOnAFolderThatIsInUse() {
        assertThat(run("up")).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("is in use by process " + ProcessHandle.current().pid());
    }

    private void note(String root) {
        Map<String, String> management = new LinkedHashMap<>();
        management.put("gateway", root + "/gateway");
        management.put("correlator", root + "/correlator");
        new RunNote(
                        ProcessHandle.current().pid(),
                        temporary,
                        root,
                        "http://127.0.0.1:8080",
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081/apis/ccompat/v7",
                        management)
                .write(temporary);
    }

    private static String list(String item) {
        return "{\"items\":[" + item + "],\"complete\":true,\"missing\":[]}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                authorizations.add(authorization);
            }
            String target = exchange.getRequestURI().toString();
            Canned canned = answers.getOrDefault(
                    target, answers.getOrDefault(exchange.getRequestURI().getPath(), new Canned(404, "{}")));
            byte[] body = canned.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(canned.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private int run(String line) {
        String[] arguments = (line + " --data " + temporary).split(" ");
        return DriftgateCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }
}
