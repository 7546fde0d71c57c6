package io.driftgate.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Asks the correlator's API. Redirects are not followed: the token is for this place only. Thread-safe. */
public final class ApiClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int PAGE = 1_000;
    private static final int MOST_ATTEMPTS = 3;
    private static final int MOST_ITEMS = 100_000;

    private final URI root;
    private final String token;
    private final HttpClient http;

    /** @param token of an operator, sent as a bearer token (RFC 6750) */
    public ApiClient(URI root, String token) {
        this.root = root;
        this.token = token;
        this.http = Loopback.clientOf(root, TIMEOUT);
    }

    /**
     * The items of a list, page after page.
     *
     * @param name {@code drift}, {@code alerts}, {@code guards}, {@code scopes}
     * @throws ApiException when there is no answer, or one that is none
     */
    public ApiAnswer list(String name) {
        List<JsonNode> items = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        boolean complete = true;
        String after = "";
        do {
            JsonNode page = get("/v1/" + name + "?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + encoded(after)));
            page.path("items").forEach(items::add);
            complete &= page.path("complete").asBoolean(false);
            page.path("missing").forEach(part -> missing.add(part.asText()));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && items.size() < MOST_ITEMS);
        if (!after.isEmpty()) {
            complete = false;
            missing.add("more than the first " + MOST_ITEMS);
        }
        return new ApiAnswer(items, complete, List.copyOf(missing));
    }

    /**
     * One record, by its short id or a unique prefix of it.
     *
     * @throws ApiException also when there is none, or more than one
     */
    public JsonNode one(String name, String id) {
        JsonNode items = get("/v1/" + name + "/" + encoded(id)).path("items");
        if (items.size() != 1) {
            throw new ApiException("the API answered " + items.size() + " records (expected: one)");
        }
        return items.path(0);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Gives an order. While nobody knows whether it was taken, the same order is sent again under its own number: the API takes
     * it once.
     *
     * @return what it was accepted as: its id and version
     * @throws ApiException when it was not accepted, or when that is still not known
     */
    public JsonNode order(Order order) {
        String number = UUID.randomUUID().toString();
        ApiException last = new ApiException("nothing was sent");
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                return call(
                        "/v1/commands",
                        request -> request.header("Content-Type", "application/json")
                                .header("Idempotency-Key", number)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        order.json().toString())),
                        202);
            } catch (ApiException failed) {
                if (!failed.isOutcomeUnknown()) {
                    throw failed;
                }
                last = failed;
            }
        }
        throw new ApiException(
                last.getMessage() + "; whether order " + number + " was taken is not known (expected: on topic "
                        + TopicCatalogue.OPERATOR_COMMANDS.name() + " if it was)",
                last);
    }

    private JsonNode get(String path) {
        return call(path, HttpRequest.Builder::GET, 200);
    }

    private JsonNode call(String path, UnaryOperator<HttpRequest.Builder> method, int expected) {
        URI place = URI.create(root.toString().replaceAll("/+$", "") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(place)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
        HttpResponse<InputStream> answer;
        byte[] body;
        try {
            answer = http.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = answer.body()) {
                body = stream.readNBytes(LARGEST + 1);
            }
        } catch (IOException unreachable) {
            throw new ApiException(
                    "the API at " + root + " does not answer (expected: driftgate up or demo --keep"
                            + " running there)",
                    unreachable,
                    !(unreachable instanceof ConnectException));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted", told);
        }
        if (body.length > LARGEST) {
            throw new ApiException(place + " answered more than 64MiB (expected: less)");
        }
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException notJson) {
            throw new ApiException(
                    place + " answered " + answer.statusCode() + " without JSON" + " (expected: Driftgate's API)");
        }
        if (answer.statusCode() != expected) {
            boolean unknown = json.path("type").asText("").endsWith("outcome-unknown");
            throw new ApiException(refusal(answer.statusCode(), json), null, unknown);
        }
        return json;
    }

    /** A problem document (RFC 9457) as one sentence. */
    private static String refusal(int status, JsonNode problem) {
        String title = problem.path("title").asText("");
        String detail = problem.path("detail").asText("");
        return "the API answered " + status
                + (title.isEmpty() ? "" : " " + PrintableText.of(title, 200))
                + (detail.isEmpty() ? "" : ": " + PrintableText.of(detail, 400));
    }

    /** JSON on one line, all beyond ASCII escaped, so that it is harmless on a terminal too. */
    public static String harmlessJson(JsonNode json) {
        try {
            return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that cannot be written", impossible);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
