package io.driftgate.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The two calls that the start needs of the registry's Confluent-compatible interface. */
final class RegistryApi implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    /** What every subject of ours is held to: any version can read, and be read by, any other. */
    private static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            // A proxy configured for the world outside has no business on loopback.
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    RegistryApi(String url) {
        this.url = url;
    }

    /** True when the list of subjects is answered: storage is up, not only the listener. */
    boolean answers() throws InterruptedException {
        try {
            return send(request("/subjects").GET()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sets the global compatibility, and believes it only when it is read back. */
    void requireFullTransitiveCompatibility() throws IOException, InterruptedException {
        String wanted = "{\"compatibility\":\"" + COMPATIBILITY + "\"}";
        HttpResponse<String> set =
                send(request("/config").header("Content-Type", MEDIA_TYPE).PUT(BodyPublishers.ofString(wanted)));
        HttpResponse<String> found = send(request("/config").GET());
        if (set.statusCode() != 200 || !found.body().contains("\"" + COMPATIBILITY + "\"")) {
            throw new IOException("PUT /config answered %d %s, GET /config then %d %s (expected: %s)"
                    .formatted(set.statusCode(), set.body(), found.statusCode(), found.body(), COMPATIBILITY));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
