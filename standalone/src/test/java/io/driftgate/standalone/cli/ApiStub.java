package io.driftgate.standalone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Answers as the correlator's API and the management endpoints do, with what a test says; keeps what it was asked. */
final class ApiStub implements AutoCloseable {

    record Answer(int status, String body) {}

    record Asked(String method, String target, String authorization, String idempotencyKey, String body) {}

    private final HttpServer server;
    private final Path folder;
    private final Map<String, Supplier<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** Starts it as what runs on a data folder with keys. */
    ApiStub(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", this::answer);
        server.start();
        new Keys(new DataFolder(folder).prepare()).prepare();
        note();
    }

    String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What is answered from now on; a target with its query goes before one without. */
    ApiStub on(String target, int status, String body) {
        return on(target, () -> new Answer(status, body));
    }

    ApiStub on(String target, Supplier<Answer> answer) {
        answers.put(target, answer);
        return this;
    }

    /** A whole list of these items. */
    static String list(String... items) {
        return "{\"items\":[" + String.join(",", items) + "],\"complete\":true,\"missing\":[]}";
    }

    List<Asked> asked() {
        return asked;
    }

    /** The only order that was given. */
    Asked order() {
        List<Asked> orders =
                asked.stream().filter(one -> one.method().equals("POST")).toList();
        if (orders.size() != 1) {
            throw new AssertionError(orders.size() + " orders (expected: 1)");
        }
        return orders.getFirst();
    }

    private void note() {
        Map<String, String> management = new LinkedHashMap<>();
        management.put("gateway", root() + "/gateway");
        management.put("correlator", root() + "/correlator");
        new RunNote(
                        ProcessHandle.current().pid(),
                        folder,
                        root(),
                        "http://127.0.0.1:8080",
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081/apis/ccompat/v7",
                        management)
                .write(folder);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    target,
                    header(exchange, "Authorization"),
                    header(exchange, "Idempotency-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Supplier<Answer> nothing = () -> new Answer(404, "{\"title\":\"nothing here\"}");
            Answer answer = answers.getOrDefault(
                            target,
                            answers.getOrDefault(exchange.getRequestURI().getPath(), nothing))
                    .get();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** Goes away; its note stays. */
    void goAway() {
        server.stop(0);
    }

    @Override
    public void close() {
        RunNote.remove(folder);
        server.stop(0);
    }
}
