package io.driftgate.proxy.forward;

import io.driftgate.proxy.admit.Admission;
import io.driftgate.proxy.config.UpstreamSection;
import io.driftgate.proxy.refusal.Refusal;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Carries admitted requests to one upstream and its answers back, streaming both ways, and nothing that {@link HeaderRules}
 * hold back. Where nothing has been answered yet, a failure becomes 502 (unreachable, or no valid answer), 503 (too busy)
 * or 504 (no answer in time); after that the connection is cut, so that half an answer is not taken for a whole one.
 */
public final class UpstreamForwarder extends ProxyHandler.Reverse {

    private static final int CONNECTIONS = 256;

    private final UpstreamSection upstream;
    private final HeaderRules rules;

    /** @param upstream its only target is where requests go */
    public UpstreamForwarder(UpstreamSection upstream) {
        super(request -> HttpURI.from(upstream.target()));
        this.upstream = upstream;
        this.rules = new HeaderRules(upstream.forwardAuthorization());
    }

    @Override
    protected HttpClient newHttpClient() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(getServer().getThreadPool());
        connector.setScheduler(getServer().getScheduler());
        return new HttpClient(new HttpClientTransportDynamic(connector));
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setName("upstream-" + upstream.name());
        client.setConnectTimeout(upstream.timeouts().connect().toMillis());
        client.setMaxConnectionsPerDestination(CONNECTIONS);
        // Or it would name itself where the caller named nothing.
        client.setUserAgentField(null);
    }

    /** The path is the one that was checked, not the one that came; the query goes as it came. */
    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI target) {
        if (!(exchange(request).admission().orElse(null) instanceof Admission.Admitted admitted)) {
            throw new IllegalStateException("a request that is not admitted (expected: never forwarded)");
        }
        String query = request.getHttpURI().getQuery();
        String path = admitted.path().text() + (query == null ? "" : "?" + query);
        URI origin = upstream.target();
        return getHttpClient()
                .newRequest(origin)
                .path(path)
                .method(request.getMethod())
                .idleTimeout(upstream.timeouts().response().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void copyRequestHeaders(Request from, org.eclipse.jetty.client.Request to) {
        Set<String> connection = HeaderRules.connectionNames(from.getHeaders().getValuesList(HttpHeader.CONNECTION));
        to.headers(headers -> {
            for (HttpField field : from.getHeaders()) {
                if (rules.forwardsRequest(field.getName(), connection)) {
                    headers.add(field);
                }
            }
        });
    }

    @Override
    protected void addProxyHeaders(Request from, org.eclipse.jetty.client.Request to) {
        String host = from.getHeaders().get(HttpHeader.HOST);
        to.headers(headers -> {
            headers.put(HttpHeader.X_FORWARDED_FOR, Request.getRemoteAddr(from));
            headers.put(HttpHeader.X_FORWARDED_PROTO, from.isSecure() ? "https" : "http");
            if (host != null) {
                headers.put(HttpHeader.X_FORWARDED_HOST, host);
            }
        });
    }

    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request toServer) {
        return new Body(request);
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request toServer, Response response, Callback callback) {
        return new Answer(request, toServer, response, callback);
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toServer,
            org.eclipse.jetty.client.Response fromServer,
            Response response,
            Callback callback,
            Throwable failure) {
        Exchange exchange = exchange(request);
        Refusal refusal = UpstreamFailure.of(failure, exchange.hasClientFailed());
        exchange.failed(refusal);
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        response.reset();
        ProblemAnswer.write(response, refusal, callback);
    }

    @Override
    protected void onProxyToClientResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toServer,
            org.eclipse.jetty.client.Response fromServer,
            Response response,
            Callback callback,
            Throwable failure) {
        exchange(request).clientFailed();
        callback.failed(failure);
    }

    private static Exchange exchange(Request request) {
        if (request.getAttribute(Exchange.ATTRIBUTE) instanceof Exchange exchange) {
            return exchange;
        }
        throw new IllegalStateException("a request without its exchange (expected: the gateway's handler sets it)");
    }

    /** The caller's body on its way to the upstream. */
    private static final class Body extends ProxyRequestContent {

        private final Exchange exchange;

        Body(Request request) {
            super(request);
            this.exchange = exchange(request);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (Content.Chunk.isFailure(chunk)) {
                // The exchange with the upstream fails of it next, and would look like the upstream's fault.
                exchange.clientFailed();
            }
            return chunk;
        }
    }

    /** The upstream's answer on its way to the caller. */
    private final class Answer extends ProxyResponseListener {

        private final Exchange exchange;
        private final Response response;

        Answer(Request request, org.eclipse.jetty.client.Request toServer, Response response, Callback callback) {
            super(request, toServer, response, callback);
            this.exchange = exchange(request);
            this.response = response;
        }

        @Override
        public void onHeaders(org.eclipse.jetty.client.Response fromServer) {
            super.onHeaders(fromServer);
            List<String> connection = fromServer.getHeaders().getValuesList(HttpHeader.CONNECTION);
            Set<String> named = HeaderRules.connectionNames(connection);
            for (Iterator<HttpField> fields = response.getHeaders().iterator(); fields.hasNext(); ) {
                if (!rules.forwardsResponse(fields.next().getName(), named)) {
                    fields.remove();
                }
            }
        }

        @Override
        public void onComplete(Result result) {
            exchange.answered(System.nanoTime());
            super.onComplete(result);
        }
    }
}
