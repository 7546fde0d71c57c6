package io.driftgate.proxy;

import io.driftgate.proxy.admit.Admission;
import io.driftgate.proxy.admit.RequestDecider;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.forward.Exchange;
import io.driftgate.proxy.forward.ProblemAnswer;
import io.driftgate.proxy.forward.UpstreamForwarder;
import io.driftgate.proxy.record.AccessLedger;
import io.driftgate.proxy.refusal.Refusal;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Takes each request through its stages: a place in the ledger, the decision, and the upstream or a refusal. */
final class GatewayHandler extends Handler.Sequence {

    private final AccessLedger ledger;
    private final RequestDecider decider;
    private final Map<String, UpstreamForwarder> forwarders;

    /** @param forwarders by the upstream's name; started and stopped with this */
    GatewayHandler(AccessLedger ledger, RequestDecider decider, Map<String, UpstreamForwarder> forwarders) {
        super(forwarders.values().toArray(Handler[]::new));
        this.ledger = ledger;
        this.decider = decider;
        this.forwarders = Map.copyOf(forwarders);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestHead head = head(request);
        Exchange exchange = new Exchange(head, ledger.receive());
        request.setAttribute(Exchange.ATTRIBUTE, exchange);
        if (!exchange.recorded()) {
            ProblemAnswer.write(response, Refusal.auditUnavailable(), callback);
            return true;
        }
        request.addFailureListener(failure -> exchange.clientFailed());
        Admission admission = decider.decide(head);
        exchange.decided(admission);
        return switch (admission) {
            case Admission.Refused refused -> {
                if (refused.refusal().status() == HttpStatus.BAD_REQUEST_400) {
                    // Who sends one request that can be read in two ways may have hidden a second one behind it.
                    response.getHeaders().put(HttpHeader.CONNECTION, "close");
                }
                ProblemAnswer.write(response, refused.refusal(), callback);
                yield true;
            }
            case Admission.Admitted admitted -> {
                exchange.forwarded(System.nanoTime());
                String upstream = admitted.route().upstream();
                yield Objects.requireNonNull(forwarders.get(upstream), upstream).handle(request, response, callback);
            }
        };
    }

    private static RequestHead head(Request request) {
        HttpURI target = request.getHttpURI();
        return new RequestHead(
                request.getMethod(),
                request.getHeaders().getValuesList(HttpHeader.HOST),
                text(target.getHost()),
                text(target.getPath()),
                target.getUser() != null || target.getFragment() != null,
                request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION),
                Request.getRemoteAddr(request));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
