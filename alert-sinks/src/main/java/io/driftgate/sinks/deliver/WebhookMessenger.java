package io.driftgate.sinks.deliver;

import io.driftgate.kit.config.Durations;
import io.driftgate.schemas.events.Alert;
import io.driftgate.sinks.render.WebhookRequest;
import io.driftgate.sinks.render.WebhookSignature;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpConstants;

/**
 * Posts alerts as signed webhooks ({@link WebhookRequest}).
 *
 * <p>Every attempt has a thread of its own, a virtual one: interrupting it closes its socket, so that the time-out holds
 * for the attempt as a whole, against a receiver that sends one byte a second too.
 */
final class WebhookMessenger implements Messenger, AutoCloseable {

    private final String sink;
    private final ProducerTemplate camel;
    private final WebhookSignature signature;
    private final Duration timeout;
    private final InstantSource clock;
    private final ExecutorService attempts;

    /** @param camel stays the caller's to stop */
    WebhookMessenger(
            String sink, ProducerTemplate camel, WebhookSignature signature, Duration timeout, InstantSource clock) {
        this.sink = sink;
        this.camel = camel;
        this.signature = signature;
        this.timeout = timeout;
        this.clock = clock;
        this.attempts = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("webhook-" + sink).factory());
    }

    @Override
    public Attempt tell(Alert alert) {
        WebhookRequest request = WebhookRequest.of(alert, signature, clock.instant());
        Future<Attempt> attempt = attempts.submit(() -> post(request));
        try {
            return attempt.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return notNow("no answer within " + Durations.format(timeout));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return notNow("the service is stopping");
        } catch (ExecutionException fault) {
            return notNow("could not be sent: " + name(Objects.requireNonNullElse(fault.getCause(), fault)));
        } finally {
            attempt.cancel(true);
        }
    }

    private Attempt post(WebhookRequest request) {
        Exchange answer = camel.send(WebhookRoutes.entry(sink), exchange -> {
            request.headers().forEach(exchange.getMessage()::setHeader);
            exchange.getMessage().setBody(request.body());
        });
        if (answer.getException() != null) {
            return notNow(sentence(answer.getException()));
        }
        Integer status = answer.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        if (status == null) {
            return notNow("an answer without a status");
        }
        Optional<String> retryAfter = Optional.ofNullable(answer.getMessage().getHeader("Retry-After", String.class));
        return AnswerJudge.judge(status, retryAfter, clock.instant());
    }

    /** By kind alone: the exceptions' own messages hold addresses. */
    private static String sentence(Exception failed) {
        return switch (failed) {
            case UnknownHostException unknown -> "the receiver's host is not known";
            case SocketTimeoutException late -> "no answer in time";
            case ConnectException refused -> "the receiver does not take connections";
            case SSLException distrusted -> "no trusted TLS connection to the receiver; see to its certificate";
            default -> "could not be sent: " + name(failed);
        };
    }

    private static String name(Throwable failed) {
        return failed.getClass().getSimpleName();
    }

    private static Attempt notNow(String error) {
        return new Attempt.NotNow(OptionalInt.empty(), error, Optional.empty());
    }

    @Override
    public void close() {
        attempts.shutdownNow();
    }
}
