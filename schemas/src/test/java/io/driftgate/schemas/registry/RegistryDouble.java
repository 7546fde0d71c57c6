package io.driftgate.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A registry over real HTTP, on loopback and a free port, that knows registration, look-up and schemas by id. Answers
 * that a test scripts come first, one per request.
 */
public final class RegistryDouble implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BY_ID = Pattern.compile("/schemas/ids/(\\d+)");
    private static final Pattern SUBJECT = Pattern.compile("/subjects/([^/]+)(/versions(/latest)?)?");

    /** One request as it came. */
    public record Received(String method, String path, Optional<String> authorization) {}

    /** What to answer instead of the truth. */
    @FunctionalInterface
    public interface Scripted {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Scripted> script = new ConcurrentLinkedQueue<>();
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> subjects = new ConcurrentHashMap<>();

    private RegistryDouble(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Over plain HTTP. */
    public static RegistryDouble start() {
        try {
            return new RegistryDouble(HttpServer.create(loopback(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over TLS, and for callers with a certificate only. */
    public static RegistryDouble startMutualTls(SSLContext context) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = context.getDefaultSSLParameters();
                    wanted.setNeedClientAuth(true);
                    parameters.setSSLParameters(wanted);
                }
            });
            return new RegistryDouble(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All requests so far, in order. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Answers the next request in this way. */
    public void next(Scripted scripted) {
        script.add(scripted);
    }

    /** Answers the next request so. */
    public void next(int status, String body) {
        next(exchange -> send(exchange, status, body));
    }

    /** Takes any text for a schema, as a registry of other formats would. */
    public int add(String schema) {
        schemas.add(schema);
        return schemas.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        received.add(new Received(
                exchange.getRequestMethod(),
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        byte[] body = exchange.getRequestBody().readAllBytes();
        Scripted scripted = script.poll();
        if (scripted != null) {
            scripted.answer(exchange);
            return;
        }
        Matcher byId = BY_ID.matcher(path);
        Matcher subject = SUBJECT.matcher(path);
        if (byId.matches()) {
            byId(exchange, Integer.parseInt(byId.group(1)));
        } else if (subject.matches()) {
            subject(exchange, subject, body);
        } else {
            send(exchange, 404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
        }
    }

    private void byId(HttpExchange exchange, int id) throws IOException {
        if (id < 1 || id > schemas.size()) {
            send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            return;
        }
        send(
                exchange,
                200,
                JSON.createObjectNode().put("schema", schemas.get(id - 1)).toString());
    }

    private void subject(HttpExchange exchange, Matcher path, byte[] body) throws IOException {
        List<String> versions = subjects.computeIfAbsent(path.group(1), name -> new ArrayList<>());
        if (path.group(3) != null) {
            String latest = versions.getLast();
            send(
                    exchange,
                    200,
                    JSON.createObjectNode()
                            .put("version", versions.size())
                            .put("id", schemas.indexOf(latest) + 1)
                            .put("schema", latest)
                            .toString());
            return;
        }
        JsonNode schema = JSON.readTree(body).path("schema");
        boolean registers = path.group(2) != null;
        if (registers && !schemas.contains(schema.asText())) {
            schemas.add(schema.asText());
        }
        if (registers && !versions.contains(schema.asText())) {
            versions.add(schema.asText());
        }
        if (!versions.contains(schema.asText())) {
            send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            return;
        }
        send(exchange, 200, "{\"id\":" + (schemas.indexOf(schema.asText()) + 1) + "}");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
