package io.driftgate.proxy.record;

import io.driftgate.proxy.admit.Admission;
import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.canonical.PathVerdict;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.forward.Exchange;
import io.driftgate.proxy.guard.GuardSeen;
import io.driftgate.proxy.identity.Caller;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.proxy.refusal.ServerRefusal;
import io.driftgate.schemas.events.AccessDecision;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one event of every request when it has ended, also of those that Jetty refuses before any handler sees them. Jetty
 * calls it once for each, whatever became of it.
 */
public final class AccessRecorder implements RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessRecorder.class);
    private static final int LONGEST_AGENT = 256;
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_HOST = 255;
    /** Paths that Jetty gives to what it could not read. */
    private static final Set<String> UNREAD = Set.of("/badMessage", "/badURI");

    /**
     * Who records.
     *
     * @param incarnation a UUID for each start
     */
    public record Recorder(String gateway, String instance, String incarnation, long configRevision) {}

    private final Recorder recorder;
    private final AccessLedger ledger;
    private final QueryValues queryValues;
    private final AccessEventPublisher publisher;
    private final AccessMeters meters;
    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();

    /** @param publisher takes the events; stays the caller's to close */
    public AccessRecorder(
            Recorder recorder,
            AccessLedger ledger,
            QueryValues queryValues,
            AccessEventPublisher publisher,
            AccessMeters meters,
            InstantSource clock) {
        this.recorder = recorder;
        this.ledger = ledger;
        this.queryValues = queryValues;
        this.publisher = publisher;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void log(Request request, Response response) {
        Optional<Exchange> handled = request.getAttribute(Exchange.ATTRIBUTE) instanceof Exchange exchange
                ? Optional.of(exchange)
                : Optional.empty();
        // A request that Jetty refused itself is received here.
        boolean place = handled.map(Exchange::recorded).orElseGet(ledger::receive);
        if (!place) {
            meters.unrecorded();
            return;
        }
        AccessEvent.Builder event = identified();
        try {
            complete(event, handled, request, response);
        } catch (RuntimeException incomplete) {
            LOG.atError().setCause(incomplete).log("an access event is incomplete");
            event = identified()
                    .setPrincipal(Caller.unrecognised("unknown").principal().text())
                    .setReason("record-incomplete")
                    .setStatus(response.getStatus())
                    .setOccurred(clock.instant());
        }
        AccessEvent built = event.setIngested(clock.instant()).build();
        meters.recorded(built);
        publisher.publish(built);
    }

    private AccessEvent.Builder identified() {
        long number = sequence.incrementAndGet();
        return AccessEvent.newBuilder()
                .setId(recorder.gateway() + "/" + recorder.incarnation() + "/" + number)
                .setPhase(Phase.SINGLE)
                .setGateway(recorder.gateway())
                .setInstance(recorder.instance())
                .setIncarnation(recorder.incarnation())
                .setSequence(number)
                .setConfigRevision(recorder.configRevision());
    }

    private void complete(AccessEvent.Builder event, Optional<Exchange> handled, Request request, Response response) {
        long now = System.nanoTime();
        long total = Math.max(0, now - request.getHeadersNanoTime());
        Optional<Admission> admission = handled.flatMap(Exchange::admission);
        Optional<Route> route = admission.flatMap(Admission::matched);
        String address = handled.map(Exchange::head)
                .map(RequestHead::clientAddress)
                .orElseGet(() -> Request.getRemoteAddr(request));
        Caller caller = admission.flatMap(Admission::recognised).orElseGet(() -> Caller.unrecognised(address));
        GuardSeen guard = admission.map(Admission::guard).orElse(GuardSeen.NONE);
        OptionalLong upstream =
                handled.map(exchange -> exchange.upstreamNanos(now)).orElse(OptionalLong.empty());
        boolean allowed = admission.filter(Admission.Admitted.class::isInstance).isPresent();
        String host = request.getHttpURI().getHost();
        event.setRoute(route.map(Route::name).orElse(""))
                .setPrincipal(caller.principal().text())
                .setCredentialId(caller.credentialId().orElse(null))
                .setClientAddress(address)
                .setMethod(
                        rawPath(request).isEmpty() && handled.isEmpty() ? "" : cut(request.getMethod(), LONGEST_METHOD))
                .setHost(cut(host == null ? "" : host.toLowerCase(Locale.ROOT), LONGEST_HOST))
                .setPathTemplate(path(request, admission, route))
                .setQueryValues(queryValues(request))
                .setDecision(allowed ? AccessDecision.ALLOWED : AccessDecision.DENIED)
                .setReason(handled.map(exchange -> reason(exchange, admission, guard))
                        .orElseGet(() -> ServerRefusal.of(rawPath(request), response.getStatus())
                                .reason()))
                .setEnforcement(allowed ? guard.enforcement() : Enforcement.ENFORCED)
                .setStatus(response.getStatus())
                .setRequestBytes(Math.max(0, Request.getContentBytesRead(request)))
                .setResponseBytes(Math.max(0, Response.getContentBytesWritten(response)))
                .setOwnTimeUs(Math.max(0, total - upstream.orElse(0)) / 1_000)
                .setUpstreamTimeUs(upstream.isPresent() ? upstream.getAsLong() / 1_000 : null)
                .setHttpVersion(request.getConnectionMetaData().getHttpVersion().asString())
                .setUserAgent(agent(request))
                .setGuardAction(guard.action())
                .setGuardDriftId(guard.driftId().orElse(null))
                .setTraceparent(TraceParent.of(request.getHeaders().getValuesList(TraceParent.HEADER))
                        .orElse(null))
                .setOccurred(began(total));
    }

    private Instant began(long totalNanos) {
        return clock.instant().minus(Duration.ofNanos(totalNanos));
    }

    private static String reason(Exchange exchange, Optional<Admission> admission, GuardSeen guard) {
        if (admission.isEmpty()) {
            return "not-decided";
        }
        return switch (admission.get()) {
            case Admission.Refused refused -> refused.refusal().reason();
            case Admission.Admitted admitted -> {
                Optional<Refusal> failure = exchange.failure();
                if (failure.isPresent()) {
                    yield failure.get().reason();
                }
                if (exchange.hasClientFailed()) {
                    yield "client-gone";
                }
                if (guard.glassBroken()) {
                    yield "break-glass";
                }
                boolean observed = guard.action() != GuardAction.NONE;
                yield observed ? "guard-observed" : "allowed";
            }
        };
    }

    private static String path(Request request, Optional<Admission> admission, Optional<Route> route) {
        String known = route.map(Route::pathPrefix).orElse("");
        if (admission.orElse(null) instanceof Admission.Admitted admitted) {
            return PathTemplate.of(admitted.path().text(), known);
        }
        String raw = rawPath(request);
        return CanonicalPath.read(raw) instanceof PathVerdict.Canonical canonical
                ? PathTemplate.of(canonical.path().text(), known)
                : PathTemplate.of(raw, "");
    }

    /** Empty when it was not read: Jetty then has a request of its own making. */
    private static String rawPath(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null || UNREAD.contains(path) ? "" : path;
    }

    private Map<String, String> queryValues(Request request) {
        String query = request.getHttpURI().getQuery();
        return queryValues.of(query == null ? "" : query);
    }

    private static @Nullable String agent(Request request) {
        List<String> values = request.getHeaders().getValuesList(HttpHeader.USER_AGENT);
        return values.isEmpty() ? null : cut(values.getFirst(), LONGEST_AGENT);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
