package io.driftgate.kit.token;

import com.nimbusds.jose.jwk.JWKSet;
import io.driftgate.kit.text.UrlText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a JWK set fresh in the background: read at the start, then at an interval, and soon after a token under an unknown
 * key, but never more than once in {@value #SOONEST_MS} ms. What cannot be read leaves the last known keys in force.
 */
public final class KeyPolling implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPolling.class);
    private static final int LARGEST = 1024 * 1024;
    private static final long SOONEST_MS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** Reads the set once. */
    @FunctionalInterface
    private interface Reading {
        String read() throws IOException, InterruptedException;
    }

    private final String place;
    private final Reading reading;
    private final AutoCloseable resource;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean missed = new AtomicBoolean();
    private volatile @Nullable JWKSet keys;

    private KeyPolling(String place, Reading reading, AutoCloseable resource, Duration interval) {
        this.place = place;
        this.reading = reading;
        this.resource = resource;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("jwks-" + place).factory());
        refresh();
        var unused = thread.scheduleWithFixedDelay(
                this::refresh, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Keys from a file, which may be replaced at any time: looked at each second. */
    public static KeyPolling ofFile(Path file) {
        return new KeyPolling(
                file.toString(),
                () -> {
                    if (Files.size(file) > LARGEST) {
                        throw new IOException("more than " + LARGEST + " bytes");
                    }
                    return Files.readString(file);
                },
                () -> {},
                Duration.ofMillis(SOONEST_MS));
    }

    /** Keys from a URL, fetched every five minutes; redirects are not followed. */
    public static KeyPolling ofUrl(URI url) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        return new KeyPolling(UrlText.of(url), () -> fetch(client, url), () -> end(client), Duration.ofMinutes(5));
    }

    /** Keys from where a configuration says. */
    public static KeyPolling of(IssuerSection.Jwks jwks) {
        return jwks.file()
                .map(KeyPolling::ofFile)
                .orElseGet(() -> ofUrl(jwks.url().orElseThrow()));
    }

    @Override
    public Optional<JWKSet> keys() {
        return Optional.ofNullable(keys);
    }

    @Override
    public void missed() {
        if (missed.compareAndSet(false, true)) {
            try {
                var unused = thread.schedule(
                        () -> {
                            missed.set(false);
                            refresh();
                        },
                        SOONEST_MS,
                        TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.RejectedExecutionException closing) {
                missed.set(false);
            }
        }
    }

    /** Ends a fetch that is under way; it does not wait for who has not finished his answer. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            resource.close();
        } catch (Exception failed) {
            LOG.atWarn().addKeyValue("jwks", place).setCause(failed).log("did not close cleanly");
        }
    }

    /** The client's own {@code close} would wait for every answer to end, also for one that never does. */
    private static void end(HttpClient client) throws InterruptedException {
        client.shutdownNow();
        if (!client.awaitTermination(CLOSE)) {
            throw new IllegalStateException("the HTTP client did not stop within " + CLOSE.toMillis() + " ms");
        }
    }

    private void refresh() {
        try {
            JWKSet read = JWKSet.parse(reading.read());
            if (read.getKeys().isEmpty()) {
                throw new IOException("no keys in the set");
            }
            keys = read;
        } catch (IOException | ParseException | RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("jwks", place)
                    .addKeyValue("problem", failed.getClass().getSimpleName())
                    .log("keys could not be read; the last known stay in force");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static String fetch(HttpClient client, URI url) throws IOException, InterruptedException {
        // The request's own time-out ends with the headers; a body that never ends is cut off here.
        CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(
                HttpRequest.newBuilder(url).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        try {
            HttpResponse<byte[]> answer = pending.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (ExecutionException failed) {
            throw new IOException("no answer", failed.getCause());
        } catch (InterruptedException stop) {
            pending.cancel(true);
            throw stop;
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new IOException("no whole answer within " + TIMEOUT.toSeconds() + " s", late);
        }
    }
}
