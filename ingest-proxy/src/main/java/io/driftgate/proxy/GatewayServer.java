package io.driftgate.proxy;

import io.driftgate.kit.config.HostPort;
import io.driftgate.proxy.config.GatewayConfig.Listener;
import io.driftgate.proxy.forward.ProblemAnswer;
import io.driftgate.proxy.refusal.ServerRefusal;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty, set up so that it lets nothing through that can be read in two ways (RFC 9112 without exceptions), answers with
 * problem documents and names no version. Stopping it lets the requests that are under way end.
 */
final class GatewayServer implements AutoCloseable {

    /** Longer than the longest token, which travels in one header. */
    private static final int HEADER_BYTES = 16 * 1024;

    private static final long STOP_MS = 5_000;

    private final Server server;
    private final Map<String, ServerConnector> connectors = new LinkedHashMap<>();

    /**
     * Starts it.
     *
     * @param idle how long a connection may be silent; longer than any upstream may be
     * @throws IOException when an address cannot be listened at
     */
    GatewayServer(List<Listener> listeners, Duration idle, Handler handler, RequestLog recorder) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("gateway");
        server = new Server(threads);
        server.setStopTimeout(STOP_MS);
        server.setErrorHandler(GatewayServer::refuse);
        server.setRequestLog(recorder);
        server.setHandler(new GracefulHandler(handler));
        for (Listener listener : listeners) {
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http()));
            connector.setName(listener.name());
            connector.setIdleTimeout(idle.toMillis());
            connector.setHost(listener.address().host());
            connector.setPort(listener.address().port());
            connectors.put(listener.name(), connector);
            server.addConnector(connector);
        }
        try {
            server.start();
        } catch (Exception failed) {
            close();
            if (failed instanceof BindException || failed.getCause() instanceof BindException) {
                throw new IOException(
                        "one of " + listeners + " is taken (expected: free addresses; set listeners[].address)",
                        failed);
            }
            throw failed;
        }
    }

    /** Where a listener listens. */
    HostPort address(String listenerName) {
        ServerConnector connector = connectors.get(listenerName);
        if (connector == null) {
            throw new IllegalArgumentException(
                    "listener " + listenerName + " (expected: one of " + connectors.keySet() + ")");
        }
        return new HostPort(String.valueOf(connector.getHost()), connector.getLocalPort());
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    /** Jetty's own refusals. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        if (response.getStatus() == HttpStatus.BAD_REQUEST_400) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        ProblemAnswer.write(response, ServerRefusal.of(path == null ? "" : path, response.getStatus()), callback);
        return true;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
