package io.driftgate.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.registry.RegistryException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one request to whichever configured address answers. Safe to use from any thread. */
final class RegistryTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    /** A schema is text for people; what is larger is not one. */
    private static final long LARGEST_ANSWER = 16L << 20;

    /** Waits between rounds; a test passes without waiting. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private final RegistryConfig config;
    private final Pause pause;
    private final RandomGenerator random;
    private final HttpClient http;
    private volatile int preferred;
    private volatile boolean closed;

    RegistryTransport(RegistryConfig config, Pause pause, RandomGenerator random) {
        this.config = config;
        this.pause = pause;
        this.random = random;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // Following one would carry our credentials to whoever the answer names.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout());
        config.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    JsonNode get(String path) {
        return call("GET", path, BodyPublishers.noBody());
    }

    JsonNode post(String path, String json) {
        return call("POST", path, BodyPublishers.ofString(json));
    }

    JsonNode put(String path, String json) {
        return call("PUT", path, BodyPublishers.ofString(json));
    }

    /** Every call of the interface gives the same result when it is made twice, so each may be repeated. */
    private JsonNode call(String method, String path, BodyPublisher body) {
        Failure last = new Failure("nothing was tried", Optional.empty(), null);
        List<URI> urls = config.urls();
        for (int round = 0; round < config.retry().rounds(); round++) {
            if (round > 0) {
                pauseAfter(round - 1, last, method + " " + path);
            }
            int start = preferred;
            for (int i = 0; i < urls.size(); i++) {
                int index = (start + i) % urls.size();
                switch (attempt(method, urls.get(index), path, body)) {
                    case Answered answered -> {
                        preferred = index;
                        return answered.answer.json(config.credentials()::redact);
                    }
                    case Failure failure -> {
                        last = failure;
                        LOG.atDebug()
                                .addKeyValue("url", urls.get(index))
                                .addKeyValue("found", failure.found)
                                .log("Schema registry did not answer");
                    }
                }
            }
        }
        throw unavailable(method + " " + path, last);
    }

    private sealed interface Attempt {}

    private record Answered(RegistryAnswer answer) implements Attempt {}

    private record Failure(
            String found,
            Optional<Duration> retryAfter,
            @Nullable Throwable cause) implements Attempt {}

    private Attempt attempt(String method, URI base, String path, BodyPublisher body) {
        String asked = method + " " + base + path;
        if (closed) {
            throw new RegistryException(Reason.CLOSED, "Schema registry, " + asked + ": this client was closed.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(config.requestTimeout())
                .header("Accept", MEDIA_TYPE + ", application/json")
                .header("Content-Type", MEDIA_TYPE)
                .method(method, body);
        config.credentials().authorization().ifPresent(value -> request.header("Authorization", value));
        // The request's own time-out ends with the headers; a body that never ends is cut off here.
        CompletableFuture<HttpResponse<byte[]>> pending =
                http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = pending.get(config.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
            RegistryAnswer answer = new RegistryAnswer(asked, response.statusCode(), response.body());
            return answer.isWorthAnotherTry()
                    ? new Failure("status " + answer.status() + " from " + base, retryAfter(response.headers()), null)
                    : new Answered(answer);
        } catch (ExecutionException e) {
            return failure(base, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            pending.cancel(true);
            return new Failure(
                    "no whole answer from %s within %s".formatted(base, config.requestTimeout()), Optional.empty(), e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw interrupted(asked, e);
        }
    }

    private Failure failure(URI base, Throwable cause) {
        if (closed) {
            throw new RegistryException(Reason.CLOSED, "Schema registry: this client was closed during a call.", cause);
        }
        if (!(cause instanceof IOException)) {
            throw new IllegalStateException("Unforeseen failure of a call to " + base, cause);
        }
        String hint = cause instanceof SSLException
                ? " (check the trust store, the client's key, and that the certificate names this host)"
                : "";
        return new Failure(
                "%s from %s%s".formatted(config.credentials().redact(cause.toString()), base, hint),
                Optional.empty(),
                cause);
    }

    /** Seconds only: the date form of RFC 9110, 10.2.3 is not used by registries and would need their clock. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private void pauseAfter(int round, Failure last, String asked) {
        try {
            pause.of(config.retry().pauseAfter(round, last.retryAfter, random));
        } catch (InterruptedException e) {
            throw interrupted(asked, e);
        }
    }

    private static RegistryException interrupted(String asked, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new RegistryException(
                Reason.INTERRUPTED, "Schema registry, " + asked + ": interrupted while waiting for the answer.", cause);
    }

    private RegistryException unavailable(String asked, Failure last) {
        String message =
                "Schema registry, %s: none of %s answered in %d rounds; the last: %s. Check that it runs and that the address is right."
                        .formatted(asked, config.urls(), config.retry().rounds(), last.found);
        return last.cause == null
                ? new RegistryException(Reason.UNAVAILABLE, message)
                : new RegistryException(Reason.UNAVAILABLE, message, last.cause);
    }

    /** Calls under way end with {@link Reason#CLOSED}. Idempotent. */
    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
        http.close();
    }
}
