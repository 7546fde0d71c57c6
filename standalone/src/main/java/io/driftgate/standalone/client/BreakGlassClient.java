package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftgate.kit.text.PrintableText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks one gateway, on its management port, to open a guarded route for a while. It goes past the API and Kafka, for it is
 * wanted when they are away. Redirects are not followed: the token is for this place only.
 */
public final class BreakGlassClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST = 64 * 1024;

    private final URI root;
    private final String token;
    private final HttpClient http;

    /**
     * @param root of the gateway's management server
     * @param token of an operator, sent as a bearer token (RFC 6750)
     */
    public BreakGlassClient(URI root, String token) {
        this.root = root;
        this.token = token;
        this.http = Loopback.clientOf(root, TIMEOUT);
    }

    /**
     * Opens a route.
     *
     * @return route, operator, reason, since and until
     * @throws ApiException when the gateway did not do it, or does not answer
     */
    public JsonNode open(String route, String action, int minutes, String reason) {
        String order = JSON.createObjectNode()
                .put("route", route)
                .put("action", action)
                .put("minutes", minutes)
                .put("reason", reason)
                .toString();
        return ask(request("")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(order))
                .build());
    }

    /** Lets the route's guard count again. @throws ApiException also when it was not open */
    public JsonNode end(String route) {
        return ask(request("?route=" + URLEncoder.encode(route, StandardCharsets.UTF_8))
                .DELETE()
                .build());
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(root.toString().replaceAll("/+$", "") + "/break-glass" + query))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode ask(HttpRequest request) {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        } catch (IOException unreachable) {
            throw new ApiException(
                    "the gateway at " + root + " does not answer (expected: its management address; see --gateway)",
                    unreachable);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted", told);
        }
        boolean done = answer.statusCode() == 200 || answer.statusCode() == 201;
        JsonNode json;
        try {
            json = JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw new ApiException(root + " answered " + answer.statusCode() + " without JSON (expected: the management"
                    + " port of a gateway whose gateway.yaml has operators)");
        }
        if (!done) {
            throw new ApiException("the gateway answered " + answer.statusCode() + " "
                    + PrintableText.of(json.path("title").asText(""), 400));
        }
        return json;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
