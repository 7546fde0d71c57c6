package io.driftgate.kit.management;

import io.driftgate.kit.config.HostPort;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers {@code GET /health/live} (the process answers), {@code GET /health/ready} (200, or 503 with one sentence) and
 * {@code GET /metrics} (Prometheus text format). Everything else is the service's own, or 404 or 405.
 */
public final class ManagementServer implements AutoCloseable {

    private static final int THREADS = 8;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Server server;
    private final ServerConnector connector;
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    /** Starts one that answers nothing of the service's own; see the other constructor. */
    public ManagementServer(HostPort address, PrometheusMeterRegistry metrics, Supplier<Optional<String>> notReady) {
        this(address, metrics, notReady, List.of());
    }

    /**
     * Starts it, and adds to the service's meters those of its process: memory, garbage collection, threads, CPU, uptime.
     *
     * @param notReady what the service still waits for; nothing when it is ready
     * @param more the service's own, asked first; each answers for its own paths, and sees to it who may ask
     * @throws UncheckedIOException when the address is taken
     */
    public ManagementServer(
            HostPort address,
            PrometheusMeterRegistry metrics,
            Supplier<Optional<String>> notReady,
            List<? extends Handler> more) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("management");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        server.addConnector(connector);
        List.of(new JvmMemoryMetrics(), pauses, new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(meters -> meters.bindTo(metrics));
        Handler.Sequence handlers = new Handler.Sequence(List.copyOf(more));
        handlers.addHandler(new Answers(metrics, notReady));
        server.setHandler(handlers);
        try {
            server.start();
        } catch (Exception failed) {
            close();
            IOException cause = failed instanceof IOException io ? io : new IOException(failed);
            boolean taken = failed instanceof BindException || failed.getCause() instanceof BindException;
            throw new UncheckedIOException(
                    "management address " + address + (taken ? " is taken" : " cannot be served")
                            + " (expected: a free one; set management.address)",
                    cause);
        }
    }

    /** Where it listens. */
    public HostPort address() {
        return new HostPort(String.valueOf(connector.getHost()), connector.getLocalPort());
    }

    @Override
    public void close() {
        pauses.close();
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("management server did not stop", failed);
        }
    }

    private static final class Answers extends Handler.Abstract {

        private final PrometheusMeterRegistry metrics;
        private final Supplier<Optional<String>> notReady;

        Answers(PrometheusMeterRegistry metrics, Supplier<Optional<String>> notReady) {
            this.metrics = metrics;
            this.notReady = notReady;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String method = request.getMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                answer(response, HttpStatus.METHOD_NOT_ALLOWED_405, TEXT, "GET or HEAD\n", callback);
                return true;
            }
            switch (Request.getPathInContext(request)) {
                case "/health/live" -> answer(response, HttpStatus.OK_200, TEXT, "live\n", callback);
                case "/health/ready" -> {
                    Optional<String> reason = notReady.get();
                    int status = reason.isEmpty() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
                    answer(response, status, TEXT, reason.orElse("ready") + "\n", callback);
                }
                case "/metrics" -> answer(response, HttpStatus.OK_200, METRICS, metrics.scrape(), callback);
                default -> answer(response, HttpStatus.NOT_FOUND_404, TEXT, "not found\n", callback);
            }
            return true;
        }

        private static void answer(Response response, int status, String type, String body, Callback callback) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            Content.Sink.write(response, true, body, callback);
        }
    }
}
