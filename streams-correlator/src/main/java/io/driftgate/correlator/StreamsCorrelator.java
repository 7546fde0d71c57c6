package io.driftgate.correlator;

import io.driftgate.correlator.attribution.Attributor;
import io.driftgate.correlator.attribution.Pipeline;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.correlator.drift.Settling;
import io.driftgate.correlator.exposure.ExposureRules;
import io.driftgate.correlator.query.ApiServer;
import io.driftgate.correlator.topology.DeadLetterHandlers;
import io.driftgate.correlator.topology.DeadLetters;
import io.driftgate.correlator.topology.DriftTopology;
import io.driftgate.correlator.topology.InteractiveState;
import io.driftgate.correlator.topology.SmallStores;
import io.driftgate.correlator.topology.Wiring;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.lifecycle.ServiceMain;
import io.driftgate.kit.management.ManagementServer;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.token.KeyPolling;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: the drift application over Kafka, and the operators' API over its state. */
public final class StreamsCorrelator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsCorrelator.class);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private static final List<Topic> TOPICS = List.of(
            TopicCatalogue.STATE_SNAPSHOTS,
            TopicCatalogue.CLOUD_CHANGES,
            TopicCatalogue.ROUTE_BINDINGS,
            TopicCatalogue.COLLECTOR_STATUS,
            TopicCatalogue.ENTITY_FACTS,
            TopicCatalogue.ROUTE_FACTS,
            TopicCatalogue.DRIFT,
            TopicCatalogue.ALERTS,
            TopicCatalogue.ALERTS_JSON,
            TopicCatalogue.ROUTE_GUARDS,
            TopicCatalogue.deadLetters(Service.STREAMS_CORRELATOR));

    private final Lifecycle lifecycle;
    private final KafkaStreams streams;
    private final ApiServer api;
    private final ManagementServer management;

    private StreamsCorrelator(Lifecycle lifecycle, KafkaStreams streams, ApiServer api, ManagementServer management) {
        this.lifecycle = lifecycle;
        this.streams = streams;
        this.api = api;
        this.management = management;
    }

    /**
     * Starts the service. It is ready once {@link #notReady} has nothing to say.
     *
     * @throws Exception whatever keeps it from starting; nothing stays behind then
     */
    public static StreamsCorrelator start(CorrelatorConfig config, TopicPrefix prefix, InstantSource clock)
            throws Exception {
        Lifecycle lifecycle = new Lifecycle();
        try {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            DriftTopology.Rules rules = rules(config);
            FunctionCounter.builder(
                            "driftgate_correlator_rule_failures_total",
                            rules.exposure(),
                            exposure -> exposure.failedEvaluations())
                    .register(metrics);
            KafkaAccess kafka = lifecycle.add(
                    "kafka", new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "streams-correlator"));
            kafka.prepare(config.topics(), TOPICS);
            Wiring wiring = new Wiring(
                    prefix,
                    kafka.registry(),
                    config.topics().partitions(),
                    clock,
                    new RecordSigner(config.signing()),
                    RecordVerifier.of(config.signing(), config.trustedSigners()));
            KafkaStreams streams = new KafkaStreams(
                    DriftTopology.of(wiring, rules, metrics),
                    settings(config, kafka, new DeadLetters(wiring, metrics)));
            lifecycle.add("drift", () -> streams.close(CLOSE));
            streams.setUncaughtExceptionHandler(failed -> {
                LOG.atError().setCause(failed).log("a stream thread failed; another takes its place");
                metrics.counter("driftgate_correlator_thread_failures_total").increment();
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            });
            streams.start();
            List<TokenVerifier> verifiers = config.api().issuers().stream()
                    .map(issuer -> lifecycle.add(
                            "issuer " + issuer.name(), new TokenVerifier(issuer, KeyPolling.of(issuer.jwks()), clock)))
                    .toList();
            ApiServer api = lifecycle.add(
                    "api",
                    new ApiServer(
                            config.api().address(),
                            verifiers,
                            new InteractiveState(streams, config.topics().partitions()),
                            metrics));
            ManagementServer management = lifecycle.add(
                    "management", new ManagementServer(config.managementAddress(), metrics, () -> notReady(streams)));
            return new StreamsCorrelator(lifecycle, streams, api, management);
        } catch (Exception failed) {
            lifecycle.close();
            throw failed;
        }
    }

    /** Where operators ask. */
    public HostPort apiAddress() {
        return api.address();
    }

    /** Where probes and scrapes are answered. */
    public HostPort managementAddress() {
        return management.address();
    }

    /** What the service still waits for; nothing when it is ready. */
    public Optional<String> notReady() {
        return notReady(streams);
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    private static Optional<String> notReady(KafkaStreams streams) {
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING
                ? Optional.empty()
                : Optional.of("the drift application is " + state + " (expected: RUNNING)");
    }

    private static DriftTopology.Rules rules(CorrelatorConfig config) {
        List<Pipeline> pipelines = config.pipelines().stream()
                .map(pipeline -> new Pipeline(pipeline.name(), Set.copyOf(pipeline.principals())))
                .toList();
        return new DriftTopology.Rules(
                DriftComparer.shipped(),
                ExposureRules.load(config.rules().exposure()),
                new Attributor(pipelines, config.attribution().skew()),
                new Settling(
                        config.settling().attributionWait(),
                        config.settling().settleMax(),
                        config.settling().pipelineSettle()),
                config.guards().maxBlocked());
    }

    /** A crash is made good within 20 s: the name is the member's own, so that a restart takes its place at once. */
    private static Properties settings(CorrelatorConfig config, KafkaAccess kafka, DeadLetters letters) {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        defaults.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        // The loop commits only between polls: a long one would keep finished work from the next hop.
        defaults.put(StreamsConfig.POLL_MS_CONFIG, 20);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 5_000);
        defaults.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        Map<String, Object> fixed = new HashMap<>();
        fixed.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        fixed.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        fixed.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                kafka.prefix().name(config.name()));
        fixed.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        fixed.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
        fixed.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandlers.Unreadable.class);
        fixed.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandlers.Unusable.class);
        fixed.put(DeadLetterHandlers.LETTERS, letters);
        Properties settings = new Properties();
        settings.putAll(kafka.streamsSettings(DriftTopology.APPLICATION, defaults, fixed));
        return settings;
    }

    /** {@code --config correlator.yaml [--check]}. */
    public static void main(String[] arguments) {
        new ServiceMain<>(
                        "correlator",
                        CorrelatorConfig.class,
                        config -> start(config, TopicPrefix.of(System.getenv()), InstantSource.system()))
                .runAndExit(arguments);
    }
}
