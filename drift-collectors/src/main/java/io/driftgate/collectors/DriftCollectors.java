package io.driftgate.collectors;

import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.collectors.config.CollectorsConfig.Account;
import io.driftgate.collectors.config.CollectorsConfig.ChangeSource;
import io.driftgate.collectors.config.CollectorsConfig.DeclaredSource;
import io.driftgate.collectors.config.CollectorsConfig.LiveSource;
import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.collectors.live.LiveFileReader;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.collectors.publish.SnapshotPublisher;
import io.driftgate.collectors.redact.KnownMarks;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.lifecycle.ServiceMain;
import io.driftgate.kit.management.ManagementServer;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.Producer;

/** The service: the object graph from the broker up to the routes, stopped the other way round. */
public final class DriftCollectors implements AutoCloseable {

    private static final HostPort MANAGEMENT = new HostPort("127.0.0.1", 9102);

    private final Lifecycle lifecycle;
    private final ManagementServer management;

    private DriftCollectors(Lifecycle lifecycle, ManagementServer management) {
        this.lifecycle = lifecycle;
        this.management = management;
    }

    /**
     * Starts the service; it reads its sources from then on.
     *
     * @throws Exception whatever keeps it from starting; nothing stays behind then
     */
    public static DriftCollectors start(CollectorsConfig config, TopicPrefix prefix, InstantSource clock)
            throws Exception {
        Lifecycle lifecycle = new Lifecycle();
        try {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            KafkaAccess kafka = lifecycle.add(
                    "kafka", new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "drift-collectors"));
            kafka.prepare(
                    config.topics(),
                    List.of(
                            TopicCatalogue.STATE_SNAPSHOTS,
                            TopicCatalogue.CLOUD_CHANGES,
                            TopicCatalogue.COLLECTOR_STATUS,
                            TopicCatalogue.OPERATOR_COMMANDS,
                            TopicCatalogue.deadLetters(Service.DRIFT_COLLECTORS)));
            Producer<String, SpecificRecord> producer = lifecycle.add("producer", kafka.producer());
            ScopeStatuses statuses = new ScopeStatuses(producer, prefix, config.name(), clock);
            Outlet outlet = outlet(config, prefix, clock, producer, statuses);
            Map<String, StateFiles> declared = declared(config, outlet);
            Map<String, LiveStateFile> live = live(config, outlet);
            RetiredScopes retired = new RetiredScopes(
                    () -> kafka.wholeTopic(TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class),
                    producer,
                    prefix.name(TopicCatalogue.COLLECTOR_STATUS),
                    config.name(),
                    scope -> CollectorRoutes.claims(declared, live, scope),
                    clock);
            CollectorRoutes routes = new CollectorRoutes(
                    config,
                    declared,
                    live,
                    changes(config, outlet, metrics),
                    () -> statuses.publishDue(),
                    () -> retired.turn());
            DefaultCamelContext camel = lifecycle.add("routes", new DefaultCamelContext());
            camel.getShutdownStrategy().setTimeout(10);
            camel.addRoutes(routes);
            camel.start();
            lifecycle.add(
                    "rescans",
                    new RescanFeed(
                                    kafka.wholeTopic(
                                            TopicCatalogue.OPERATOR_COMMANDS,
                                            OperatorCommand.class,
                                            RecordVerifier.of(config.trustedSigners())),
                                    routes::rescan,
                                    metrics)
                            .start());
            ManagementServer management = lifecycle.add(
                    "management",
                    new ManagementServer(
                            config.management().address().orElse(MANAGEMENT),
                            metrics,
                            () -> camel.isStarted() ? Optional.empty() : Optional.of("routes are not started")));
            return new DriftCollectors(lifecycle, management);
        } catch (Exception failed) {
            lifecycle.close();
            throw failed;
        }
    }

    /** Where probes and scrapes are answered. */
    public HostPort managementAddress() {
        return management.address();
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    private static Outlet outlet(
            CollectorsConfig config,
            TopicPrefix prefix,
            InstantSource clock,
            Producer<String, SpecificRecord> producer,
            ScopeStatuses statuses) {
        Redactor redactor = new Redactor(
                SensitiveAttributes.shipped(),
                config.sensitiveValues().keyId(),
                config.sensitiveValues().digestKey().reveal().getBytes(StandardCharsets.UTF_8));
        return new Outlet(
                producer,
                prefix,
                redactor,
                new KnownMarks(),
                new SnapshotPublisher(producer, prefix, redactor.keyId(), clock),
                statuses,
                new DeadLetterPublisher(producer, prefix, Service.DRIFT_COLLECTORS, clock),
                clock);
    }

    private static Map<String, StateFiles> declared(CollectorsConfig config, Outlet outlet) {
        Map<String, StateFiles> sources = new HashMap<>();
        for (DeclaredSource source : config.declared()) {
            Account account = config.account(source.account()).orElseThrow();
            TerraformState reader = new TerraformState(
                    ResourceTypes.shipped(),
                    account.awsAccountId(),
                    account.regions().getFirst());
            sources.put(source.name(), new StateFiles(source, reader, outlet));
        }
        return sources;
    }

    private static Map<String, LiveStateFile> live(CollectorsConfig config, Outlet outlet) {
        LiveFileReader reader = new LiveFileReader(ResourceTypes.shipped());
        return config.live().stream()
                .collect(Collectors.toMap(LiveSource::name, source -> new LiveStateFile(source, reader, outlet)));
    }

    private static Map<String, ChangeDrop> changes(
            CollectorsConfig config, Outlet outlet, PrometheusMeterRegistry metrics) {
        Map<String, ChangeDrop> sources = new HashMap<>();
        for (ChangeSource source : config.changes()) {
            CloudTrailReader reader = new CloudTrailReader(
                    source.name(),
                    source.folder().accounts().stream()
                            .map(name -> config.account(name).orElseThrow().awsAccountId())
                            .collect(Collectors.toSet()));
            sources.put(source.name(), new ChangeDrop(reader, outlet, metrics));
        }
        return sources;
    }

    /** {@code --config collectors.yaml [--check]}. */
    public static void main(String[] arguments) {
        new ServiceMain<>(
                        "collectors",
                        CollectorsConfig.class,
                        config -> start(config, TopicPrefix.of(System.getenv()), InstantSource.system()))
                .runAndExit(arguments);
    }
}
