package io.driftgate.correlator.query;

import io.driftgate.correlator.command.CommandSink;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.token.TokenVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The operator API over HTTP/1.1: what drifts, what was alerted, which routes are guarded, as the stores hold it now; and
 * where persons order.
 *
 * <ul>
 *   <li>{@code GET /v1/drift} ({@code status}, {@code severity} (this or worse), {@code scope}, {@code type}, {@code key},
 *       {@code resolved}), {@code GET /v1/drift/{id}}
 *   <li>{@code GET /v1/alerts} ({@code status}), {@code GET /v1/alerts/{id}}
 *   <li>{@code GET /v1/guards}
 *   <li>{@code GET /v1/scopes} ({@code status}, {@code kind}, {@code scope}: the whole one): scopes, and gateways as
 *       gateway/instance
 *   <li>{@code POST /v1/commands} ({@code {"kind", "target", "reason", "until"?, "guard_action"?}}): a person's order,
 *       which needs a scope of its own and is answered 202 once it is in the log
 * </ul>
 *
 * <p>Every answer of status 200 is {@code {"items", "complete", "missing", "as_of"}}, one item for an id; lists take
 * {@code limit} and {@code after}, which is {@code next} of the page before. Every other answer is a problem document.
 * Nothing is answered to who shows no good token: a stranger does not learn which paths there are. Plain HTTP: it belongs on
 * loopback, or behind what ends TLS.
 */
public final class ApiServer implements AutoCloseable {

    private static final int MOST_THREADS = 16;
    private static final int HEADER_BYTES = 16 * 1024;

    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts it.
     *
     * @param verifiers one per issuer whose tokens are good here; closed by who made them
     * @param commands takes orders; closed by who made it
     * @throws UncheckedIOException when the address is taken
     */
    public ApiServer(
            HostPort address,
            List<TokenVerifier> verifiers,
            StateView view,
            CommandSink commands,
            MeterRegistry metrics,
            InstantSource clock) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("operator-api");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        server.addConnector(connector);
        server.setHandler(new ApiHandler(
                new OperatorGate(verifiers),
                new OperatorQueries(view, clock),
                new OperatorOrders(view, commands, clock),
                metrics));
        server.setErrorHandler(new ProblemPages());
        try {
            server.start();
        } catch (Exception failed) {
            close();
            IOException cause = failed instanceof IOException io ? io : new IOException(failed);
            boolean taken = failed instanceof BindException || failed.getCause() instanceof BindException;
            throw new UncheckedIOException(
                    "API address " + address + (taken ? " is taken" : " cannot be served")
                            + " (expected: a free one; set api.address)",
                    cause);
        }
    }

    /** Where it listens. */
    public HostPort address() {
        return new HostPort(String.valueOf(connector.getHost()), connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the operator API did not stop", failed);
        }
    }
}
