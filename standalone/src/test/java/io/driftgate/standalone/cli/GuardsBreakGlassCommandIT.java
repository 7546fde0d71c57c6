package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftgate.proxy.breakglass.BreakGlassHandler;
import io.driftgate.proxy.breakglass.BreakGlassOrder;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command sends to a gateway, and what it makes of the answer. */
class GuardsBreakGlassCommandIT {

    private static final String OPEN =
            "{\"route\":\"orders\",\"operator\":\"jwt:local/olga\",\"until\":\"2026-01-01T00:30:00Z\"}";

    @TempDir
    Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> claims = new ArrayList<>();
    private int status = 201;
    private String answer = OPEN;
    private final HttpServer gateway;

    GuardsBreakGlassCommandIT() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    }

    @BeforeEach
    void start() {
        gateway.createContext("/", this::answer);
        gateway.start();
        new Keys(new DataFolder(temporary).prepare()).prepare();
        String nothing = "http://127.0.0.1:1";
        String root = "http://127.0.0.1:" + gateway.getAddress().getPort();
        new RunNote(
                        ProcessHandle.current().pid(),
                        temporary,
                        nothing,
                        nothing,
                        "127.0.0.1:1",
                        nothing,
                        Map.of("gateway", root))
                .write(temporary);
    }

    @AfterEach
    void stop() {
        RunNote.remove(temporary);
        gateway.stop(0);
    }

    @Test
    void shouldOrderWhatTheGatewayUnderstandsWithATokenForNothingElse() {
        assertThat(run("guards", "break-glass", "orders", "--minutes", "30", "--reason", "the pipeline is away"))
                .isEqualTo(Exit.FINE);

        assertThat(requests).containsExactly("POST /break-glass");
        assertThat(BreakGlassOrder.read(bodies.getFirst()))
                .isEqualTo(new BreakGlassOrder("orders", 30, "the pipeline is away"));
        assertThat(claims.getFirst())
                .contains("\"scope\":\"" + BreakGlassHandler.SCOPE + "\"")
                .contains("\"aud\":\"driftgate\"");
        assertThat(out.toString())
                .isEqualTo("orders is open until 2026-01-01T00:30:00Z, by jwt:local/olga; end it with --end\n");
    }

    @Test
    void shouldEndIt() {
        status = 200;
        assertThat(run("guards", "break-glass", "orders", "--end")).isEqualTo(Exit.FINE);

        assertThat(requests).containsExactly("DELETE /break-glass?route=orders");
        assertThat(out.toString()).isEqualTo("orders: its guard counts again\n");
    }

    @Test
    void shouldPrintTheAnswerForPrograms() {
        assertThat(run(
                        "guards",
                        "break-glass",
                        "orders",
                        "--minutes",
                        "5",
                        "--reason",
                        "the pipeline is away",
                        "--json"))
                .isEqualTo(Exit.FINE);
        assertThat(out.toString()).isEqualTo(OPEN + "\n");
    }

    @Test
    void shouldSayWhyTheGatewayDidNotDoIt() {
        status = 409;
        answer = "{\"type\":\"route-not-shut\",\"title\":\"No guard shuts this route now\",\"status\":409}";
        assertThat(run("guards", "break-glass", "orders", "--minutes", "5", "--reason", "the pipeline is away"))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString()).isEqualTo("driftgate: the gateway answered 409 No guard shuts this route now\n");
    }

    @Test
    void shouldSayThatNoOperatorsAreNamed() {
        status = 404;
        answer = "not found\n";
        assertThat(run("guards", "break-glass", "orders", "--end")).isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString()).contains("answered 404 without JSON").contains("has operators");
    }

    @Test
    void shouldAskForWhatIsMissingAndSendNothing() {
        assertThat(run("guards", "break-glass", "orders", "--minutes", "5")).isEqualTo(Exit.COULD_NOT);
        assertThat(run("guards", "break-glass", "edge/orders", "--end")).isEqualTo(Exit.COULD_NOT);
        assertThat(run("guards", "break-glass", "orders", "--end", "--minutes", "5"))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(run("guards", "break-glass", "orders", "--end", "--gateway", "http://gateway.example:9101"))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(err.toString())
                .contains("--minutes and --reason are needed")
                .contains("the route's name alone")
                .contains("--end takes neither")
                .contains("no token for http://gateway.example:9101");
        assertThat(requests).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            claims.add(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private int run(String... line) {
        List<String> arguments = new ArrayList<>(List.of(line));
        arguments.addAll(List.of("--data", temporary.toString()));
        return DriftgateCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
