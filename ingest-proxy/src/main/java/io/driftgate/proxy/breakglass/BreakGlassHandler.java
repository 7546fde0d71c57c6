package io.driftgate.proxy.breakglass;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.proxy.forward.ProblemAnswer;
import io.driftgate.proxy.identity.IdentityVerdict;
import io.driftgate.proxy.identity.OperatorCheck;
import io.driftgate.proxy.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /break-glass} on the management port: {@code POST} a {@link BreakGlassOrder} opens a route (201), {@code DELETE}
 * with {@code ?route=} ends it (200, or 404), {@code GET} lists what is open. Each with an operator's token, for the port
 * asks nobody else who he is; what was opened or ended is logged at WARN with the person's name.
 */
public final class BreakGlassHandler extends Handler.Abstract {

    /** What the token must allow. */
    public static final String SCOPE = "driftgate:break-glass";

    private static final Logger LOG = LoggerFactory.getLogger(BreakGlassHandler.class);
    private static final String PATH = "/break-glass";
    private static final int LARGEST = 8 * 1024;
    private static final int UNTIL_HEARD_SECONDS = 60;

    private final BreakGlass glass;
    private final OperatorCheck operators;
    private final InstantSource clock;
    private final Runnable changed;
    private final AttemptLimit limit = new AttemptLimit();

    /** @param changed is told when a route was opened or an opening ended */
    public BreakGlassHandler(BreakGlass glass, OperatorCheck operators, InstantSource clock, Runnable changed) {
        this.glass = glass;
        this.operators = operators;
        this.clock = clock;
        this.changed = changed;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return false;
        }
        String address = Request.getRemoteAddr(request);
        if (!limit.permits(address, clock.instant())) {
            ProblemAnswer.write(
                    response,
                    Refusal.of(429, "too-many-failures", "Too many attempts without an operator's token")
                            .retryAfter(UNTIL_HEARD_SECONDS),
                    callback);
            return true;
        }
        switch (operators.identify(request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION))) {
            case IdentityVerdict.Unrecognised nobody -> {
                limit.failed(address, clock.instant());
                LOG.atWarn()
                        .addKeyValue("address", address)
                        .addKeyValue("reason", nobody.refusal().reason())
                        .log("break-glass refused");
                ProblemAnswer.write(response, nobody.refusal(), callback);
            }
            case IdentityVerdict.Recognised somebody ->
                answer(
                        request,
                        response,
                        callback,
                        somebody.caller().principal().text());
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback, String operator) throws IOException {
        switch (request.getMethod()) {
            case "GET" -> write(response, HttpStatus.OK_200, list(), callback);
            case "POST" -> open(request, response, callback, operator);
            case "DELETE" -> end(request, response, callback, operator);
            default ->
                ProblemAnswer.write(
                        response,
                        Refusal.of(405, "method-not-allowed", "GET, POST or DELETE")
                                .with("Allow", "GET, POST, DELETE"),
                        callback);
        }
    }

    private void open(Request request, Response response, Callback callback, String operator) throws IOException {
        BreakGlassOrder order;
        try {
            order = BreakGlassOrder.read(body(request));
        } catch (IllegalArgumentException broken) {
            ProblemAnswer.write(
                    response, Refusal.of(400, "order-invalid", String.valueOf(broken.getMessage())), callback);
            return;
        }
        switch (glass.open(order, operator)) {
            case BreakGlassOutcome.Refused refused -> {
                LOG.atWarn()
                        .addKeyValue("operator", operator)
                        .addKeyValue("reason", refused.refusal().reason())
                        .log("break-glass refused");
                ProblemAnswer.write(response, refused.refusal(), callback);
            }
            case BreakGlassOutcome.Opened opened -> {
                log(opened.glass(), operator, "glass broken: the route is open whatever its guard says");
                changed.run();
                write(response, HttpStatus.CREATED_201, json(opened.glass()), callback);
            }
        }
    }

    private void end(Request request, Response response, Callback callback, String operator) {
        Fields query = Request.extractQueryParameters(request);
        Optional<BrokenGlass> ended =
                Optional.ofNullable(query.getValue("route")).flatMap(glass::end);
        if (ended.isEmpty()) {
            ProblemAnswer.write(
                    response,
                    Refusal.of(404, "glass-not-broken", "No route of that name is open by break-glass"),
                    callback);
            return;
        }
        log(ended.get(), operator, "break-glass ended: the route's guard counts again");
        changed.run();
        write(response, HttpStatus.OK_200, json(ended.get()), callback);
    }

    private static void log(BrokenGlass glass, String operator, String what) {
        LOG.atWarn()
                .addKeyValue("route", glass.route())
                .addKeyValue("operator", operator)
                .addKeyValue("until", glass.until())
                .addKeyValue("reason", glass.reason())
                .log(what);
    }

    private static String body(Request request) throws IOException {
        try (InputStream stream = Content.Source.asInputStream(request)) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("more than " + LARGEST + " bytes (expected: one order)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private ObjectNode list() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("items");
        glass.open().forEach(each -> answer.withArray("items").add(json(each)));
        return answer;
    }

    private static ObjectNode json(BrokenGlass glass) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("route", glass.route())
                .put("action", "observe")
                .put("operator", glass.operator())
                .put("reason", glass.reason())
                .put("since", glass.since().toString())
                .put("until", glass.until().toString());
    }

    private static void write(Response response, int status, ObjectNode body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, body + "\n", callback);
    }
}
