package io.driftgate.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.driftgate.kit.token.LocalIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls the gateway as the shop's people do, and counts every call that got an answer. Thread-safe. */
final class Caller implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    /**
     * What the gateway answered.
     *
     * @param problem the problem document (RFC 9457), or nothing
     * @param at when the answer was there
     */
    record Answer(int status, JsonNode problem, Instant at) {}

    private final URI gateway;
    private final AtomicInteger answered = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();
    private final String alice;
    private final String bob;

    /** @param audience that the gateway wants in tokens */
    Caller(URI gateway, LocalIssuer issuer, String audience) {
        this.gateway = gateway;
        this.alice = issuer.issue("alice", audience, List.of("orders:read", "catalog:read"), TOKEN_LIFETIME);
        this.bob = issuer.issue("bob", audience, List.of("orders:read"), TOKEN_LIFETIME);
    }

    Answer alice(String method, String path) throws IOException, InterruptedException {
        return send(request(method, path).header("Authorization", "Bearer " + alice));
    }

    Answer bob(String method, String path) throws IOException, InterruptedException {
        return send(request(method, path).header("Authorization", "Bearer " + bob));
    }

    Answer nobody(String method, String path) throws IOException, InterruptedException {
        return send(request(method, path));
    }

    /** Calls that were answered so far. */
    int answered() {
        return answered.get();
    }

    private HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.noBody());
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Instant at = Instant.now();
        answered.incrementAndGet();
        boolean isProblem =
                answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
        return new Answer(
                answer.statusCode(), isProblem ? JSON.readTree(answer.body()) : MissingNode.getInstance(), at);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
