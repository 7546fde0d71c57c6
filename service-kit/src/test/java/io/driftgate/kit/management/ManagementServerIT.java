package io.driftgate.kit.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.config.HostPort;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ManagementServerIT {

    private static final HostPort FREE = new HostPort("127.0.0.1", 0);

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<Optional<String>> waiting = new AtomicReference<>(Optional.of("reading guards"));

    @Test
    void shouldAnswerProbesAndScrapes() throws Exception {
        metrics.counter("driftgate_test_records_total").increment(3);
        try (ManagementServer server = new ManagementServer(FREE, metrics, waiting::get)) {
            assertThat(call(server, "GET", "/health/live").statusCode()).isEqualTo(200);
            assertThat(call(server, "GET", "/health/ready").statusCode()).isEqualTo(503);
            assertThat(call(server, "GET", "/health/ready").body()).isEqualTo("reading guards\n");
            waiting.set(Optional.empty());
            assertThat(call(server, "GET", "/health/ready").statusCode()).isEqualTo(200);
            HttpResponse<String> scraped = call(server, "GET", "/metrics");
            assertThat(scraped.body())
                    .contains("driftgate_test_records_total 3.0")
                    .contains("jvm_memory_used_bytes", "jvm_gc_", "jvm_threads_live_threads", "process_cpu_usage")
                    .contains("process_uptime_seconds", "process_start_time_seconds");
            assertThat(scraped.headers().firstValue("Server")).isEmpty();
            assertThat(call(server, "GET", "/").statusCode()).isEqualTo(404);
            assertThat(call(server, "POST", "/health/live").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void shouldSayThatItsAddressIsTaken() {
        try (ManagementServer first = new ManagementServer(FREE, metrics, waiting::get)) {
            assertThatThrownBy(() -> new ManagementServer(first.address(), metrics, waiting::get))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(first.address() + " is taken");
        }
    }

    private static HttpResponse<String> call(ManagementServer server, String method, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
