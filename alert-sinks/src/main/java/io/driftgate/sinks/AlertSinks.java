package io.driftgate.sinks;

import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.lifecycle.ServiceMain;
import io.driftgate.kit.management.ManagementServer;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.config.AlertsConfig;
import io.driftgate.sinks.deliver.Sinks;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * The service: tells people and machines what is on {@code alerts}, each version of an alert once per sink, and writes
 * down on {@code alert-deliveries} what came of it. A crash between the telling and the writing down costs one repetition
 * at most, under the same webhook id.
 */
public final class AlertSinks implements AutoCloseable {

    private static final HostPort MANAGEMENT = new HostPort("127.0.0.1", 9104);

    private final Lifecycle lifecycle;
    private final Sinks sinks;
    private final ManagementServer management;

    private AlertSinks(Lifecycle lifecycle, Sinks sinks, ManagementServer management) {
        this.lifecycle = lifecycle;
        this.sinks = sinks;
        this.management = management;
    }

    /**
     * Starts the service; {@link #notReady} says when its sinks take alerts.
     *
     * @param console where console sinks write; stays the caller's to close
     * @throws Exception whatever keeps it from starting; nothing stays behind then
     */
    public static AlertSinks start(AlertsConfig config, TopicPrefix prefix, InstantSource clock, PrintStream console)
            throws Exception {
        Lifecycle lifecycle = new Lifecycle();
        try {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            KafkaAccess kafka = lifecycle.add(
                    "kafka",
                    new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "alert-sinks-" + config.name()));
            kafka.prepare(config.topics(), List.of(TopicCatalogue.ALERTS, TopicCatalogue.ALERT_DELIVERIES));
            Producer<String, SpecificRecord> producer = lifecycle.add("producer", kafka.producer());
            Sinks sinks = lifecycle.add("sinks", Sinks.start(config, prefix, clock, console, metrics, producer));
            ManagementServer management = lifecycle.add(
                    "management",
                    new ManagementServer(config.management().address().orElse(MANAGEMENT), metrics, sinks::notReady));
            return new AlertSinks(lifecycle, sinks, management);
        } catch (Exception failed) {
            lifecycle.close();
            throw failed;
        }
    }

    /** Where probes and scrapes are answered. */
    public HostPort managementAddress() {
        return management.address();
    }

    /** What it still waits for; nothing when every sink takes alerts. */
    public Optional<String> notReady() {
        return sinks.notReady();
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    /** {@code --config alerts.yaml [--check]}. */
    public static void main(String[] arguments) {
        new ServiceMain<>(
                        "alerts",
                        AlertsConfig.class,
                        config -> start(config, TopicPrefix.of(System.getenv()), InstantSource.system(), System.out))
                .runAndExit(arguments);
    }
}
