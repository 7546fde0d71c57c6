package io.driftgate.sinks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's webhook receiver: it checks the signature as the standard tells receivers to, and knows nothing of ours. */
public final class Receiver implements AutoCloseable {

    /** What a receiver and we share. */
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** How it answers; it must close the exchange or leave it hanging. */
    @FunctionalInterface
    public interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    /** A request as it came. */
    public record Hook(
            String method,
            String target,
            Set<String> headers,
            String contentType,
            String id,
            boolean genuine,
            long timestamp,
            String body) {}

    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Answer answer = status(204);

    private Receiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static Receiver start() throws IOException {
        return new Receiver(0);
    }

    public static Receiver startOn(int port) throws IOException {
        return new Receiver(port);
    }

    /** A port on which nothing listens. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static Answer status(int code) {
        return exchange -> {
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        };
    }

    public void answer(Answer next) {
        answer = next;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public List<Hook> hooks() {
        return List.copyOf(hooks);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
        hooks.add(new Hook(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Set.copyOf(exchange.getRequestHeaders().keySet()),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                id,
                ("v1," + expected(id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8)))
                        .equals(signature),
                timestamp == null ? 0 : Long.parseLong(timestamp),
                new String(body, StandardCharsets.UTF_8)));
        answer.give(exchange);
    }

    private static String expected(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
