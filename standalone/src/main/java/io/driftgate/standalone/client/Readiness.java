package io.driftgate.standalone.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a service's management endpoint says of it.
 *
 * @param reason what it waits for; empty when it is ready
 */
public record Readiness(boolean ready, String reason) {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** One word, or the reason. */
    public String word() {
        return ready ? "ready" : "not ready: " + reason;
    }

    /** @param management root of each service's endpoint, by its name */
    public static Map<String, Readiness> ask(Map<String, String> management) throws InterruptedException {
        Map<String, Readiness> answers = new LinkedHashMap<>();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()) {
            for (Map.Entry<String, String> place : management.entrySet()) {
                answers.put(place.getKey(), ask(http, URI.create(place.getValue() + "/health/ready")));
            }
        }
        return answers;
    }

    private static Readiness ask(HttpClient http, URI place) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(place).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? new Readiness(true, "")
                    : new Readiness(false, answer.body().strip());
        } catch (IOException unreachable) {
            return new Readiness(false, "does not answer");
        }
    }
}
