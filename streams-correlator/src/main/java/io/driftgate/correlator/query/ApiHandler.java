package io.driftgate.correlator.query;

import io.driftgate.correlator.query.OperatorGate.Admitted;
import io.driftgate.correlator.query.OperatorGate.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to the gate, and to the queries or the orders, and answers back. Counts each request that reaches it once, as
 * {@code driftgate_correlator_api_requests_total{endpoint,outcome}}, where the outcome is {@code answered}, {@code taken},
 * the problem's slug, or why the token was refused.
 */
final class ApiHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    /** draft-ietf-httpapi-idempotency-key-header: the same order under the same key is taken once. */
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final OperatorGate gate;
    private final OperatorQueries queries;
    private final OperatorOrders orders;
    private final MeterRegistry metrics;

    ApiHandler(OperatorGate gate, OperatorQueries queries, OperatorOrders orders, MeterRegistry metrics) {
        this.gate = gate;
        this.queries = queries;
        this.orders = orders;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // The path as it was sent: one that has to be decoded or cleaned first is none of ours.
        String path = String.valueOf(request.getHttpURI().getPath());
        List<String> authorization = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        boolean ordering = path.equals(OperatorOrders.PATH);
        switch (gate.admit(authorization, ordering ? OperatorGate.OPERATE : OperatorGate.READ)) {
            case Refused refused -> {
                count(ordering ? path : "other", refused.reason());
                refused.challenge()
                        .ifPresent(challenge -> response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, challenge));
                write(response, refused.problem(), callback);
            }
            case Admitted admitted -> {
                ApiAnswer answer = answer(request, path, admitted);
                count(
                        OperatorQueries.endpoint(path),
                        switch (answer) {
                            case Page page -> page.missing().isEmpty() ? "answered" : "answered-incomplete";
                            case CommandTaken taken -> "taken";
                            case ProblemDocument problem -> problem.slug();
                        });
                if (answer.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
                    response.getHeaders().put(HttpHeader.ALLOW, ordering ? "POST" : "GET, HEAD");
                }
                write(response, answer, callback);
            }
        }
        return true;
    }

    private ApiAnswer answer(Request request, String path, Admitted operator) {
        String method = request.getMethod();
        boolean ordering = path.equals(OperatorOrders.PATH);
        boolean fits = ordering ? method.equals("POST") : method.equals("GET") || method.equals("HEAD");
        if (!fits) {
            return ProblemDocument.of(
                    405,
                    "method-not-allowed",
                    ordering ? "This path only takes orders" : "This path only answers questions",
                    ordering ? "expected: POST" : "expected: GET or HEAD");
        }
        try {
            return ordering
                    ? order(request, operator)
                    : queries.answer(path, request.getHttpURI().getQuery());
        } catch (IOException broken) {
            return ProblemDocument.of(400, "bad-request", "The request broke off", "expected: the whole body");
        } catch (RuntimeException unforeseen) {
            LOG.atError()
                    .addKeyValue("endpoint", OperatorQueries.endpoint(path))
                    .addKeyValue("operator", operator.operator())
                    .setCause(unforeseen)
                    .log("a request could not be answered");
            return ProblemDocument.of(
                    500, "internal-error", "The request could not be answered", "the correlator's log says why");
        }
    }

    private ApiAnswer order(Request request, Admitted operator) throws IOException {
        Optional<ProblemDocument> query =
                new QueryParameters(request.getHttpURI().getQuery(), List.of()).problem();
        if (query.isPresent()) {
            return query.get();
        }
        try (InputStream body = Content.Source.asInputStream(request)) {
            return orders.answer(
                    operator.operator(),
                    request.getHeaders().getValuesList(HttpHeader.CONTENT_TYPE),
                    request.getHeaders().getValuesList(IDEMPOTENCY_KEY),
                    body);
        }
    }

    static void write(Response response, ApiAnswer answer, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, answer.body().toString(), callback);
    }

    private void count(String endpoint, String outcome) {
        metrics.counter("driftgate_correlator_api_requests_total", "endpoint", endpoint, "outcome", outcome)
                .increment();
    }
}
