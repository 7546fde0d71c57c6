package io.driftgate.standalone;

import io.driftgate.collectors.DriftCollectors;
import io.driftgate.correlator.StreamsCorrelator;
import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import io.driftgate.embedded.RegistryConfig;
import io.driftgate.embedded.RegistryProcess;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.proxy.IngestProxy;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.AlertSinks;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import io.driftgate.standalone.data.RunNote;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The whole of Driftgate in one process, but for the registry, which is a child of it; everything on 127.0.0.1. The order
 * of start is that of need: broker and registry side by side, correlator, collectors, sinks, gateway; the order of stop is
 * the opposite. For the trial and the demo: one broker, no copies, no access control.
 */
public final class Standalone implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_AGAIN_MS = 20;

    private final Lifecycle lifecycle;
    private final CompletableFuture<String> failure;
    private final RunNote note;
    private final LocalIssuer issuer;
    private final Duration attributionWait;

    private Standalone(
            Lifecycle lifecycle,
            CompletableFuture<String> failure,
            RunNote note,
            LocalIssuer issuer,
            Duration attributionWait) {
        this.lifecycle = lifecycle;
        this.failure = failure;
        this.note = note;
        this.issuer = issuer;
        this.attributionWait = attributionWait;
    }

    /**
     * Starts everything and returns when every service is ready.
     *
     * @throws StartRefusedException when a port is taken or a service does not get ready
     * @throws io.driftgate.embedded.EmbeddedStartException when broker or registry do not start, as when their folder is
     *     in use
     * @throws io.driftgate.kit.config.ConfigException when a file has problems
     * @throws Exception whatever else keeps a service from starting; nothing stays behind, whatever it was
     */
    public static Standalone start(Settings settings, Progress progress) throws Exception {
        settings.ports().check();
        LocalIssuer issuer = new Keys(settings.folder().prepare()).prepare();
        settings.files().writeMissing(settings.folder());
        ServiceConfigs.of(settings, "127.0.0.1:9092", "http://127.0.0.1:8081").check();
        Lifecycle lifecycle = new Lifecycle();
        try {
            return new Start(settings, progress, lifecycle).everything(issuer);
        } catch (Exception failed) {
            lifecycle.close();
            throw failed;
        }
    }

    /** Where everything is. */
    public RunNote note() {
        return note;
    }

    /** Completed, with what was found, when the broker has ended by itself: nothing can go on without it. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /** Whose tokens the gateway and the API believe. */
    public LocalIssuer issuer() {
        return issuer;
    }

    /** How long the correlator waits to learn who made a difference before it tells of one that is not dangerous. */
    public Duration attributionWait() {
        return attributionWait;
    }

    @Override
    public void close() {
        // Services wait for their threads when they stop, which an interrupted thread would not do.
        boolean interrupted = Thread.interrupted();
        lifecycle.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One start: each service as soon as what it needs is there. */
    private static final class Start {

        private final Settings settings;
        private final Progress progress;
        private final Lifecycle lifecycle;
        private final TopicPrefix prefix;
        private final InstantSource clock = InstantSource.system();
        private final Map<String, String> management = new LinkedHashMap<>();

        Start(Settings settings, Progress progress, Lifecycle lifecycle) {
            this.settings = settings;
            this.progress = progress;
            this.lifecycle = lifecycle;
            this.prefix = TopicPrefix.of(settings.environment());
        }

        Standalone everything(LocalIssuer issuer) throws Exception {
            DataFolder folder = settings.folder();
            CompletableFuture<RegistryProcess> registryStarting =
                    CompletableFuture.supplyAsync(() -> RegistryProcess.start(registryConfig(folder)));
            // From now on it is stopped whatever happens, also when it comes up only after another part has failed.
            lifecycle.add(
                    "registry",
                    () -> registryStarting
                            .thenAccept(RegistryProcess::close)
                            .exceptionally(neverStarted -> null)
                            .join());
            EmbeddedKafka kafka = lifecycle.add(
                    "kafka",
                    EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.kafka())
                            .withPort(settings.ports().kafka())));
            progress.started("kafka", kafka.bootstrapServers(), kafka.startDuration());
            RegistryProcess registry = result(registryStarting);
            progress.started("registry", registry.url(), registry.startDuration());

            ServiceConfigs configs = ServiceConfigs.of(settings, kafka.bootstrapServers(), registry.url());
            long began = System.nanoTime();
            StreamsCorrelator correlator =
                    lifecycle.add("correlator", StreamsCorrelator.start(configs.correlator(), prefix, clock));
            String api = "http://" + correlator.apiAddress();
            ready("correlator", api, correlator.managementAddress(), correlator::notReady, began);

            began = System.nanoTime();
            DriftCollectors collectors =
                    lifecycle.add("collectors", DriftCollectors.start(configs.collectors(), prefix, clock));
            ready(
                    "collectors",
                    folder.states().getParent() + "/",
                    collectors.managementAddress(),
                    Optional::empty,
                    began);

            began = System.nanoTime();
            AlertSinks sinks =
                    lifecycle.add("sinks", AlertSinks.start(configs.alerts(), prefix, clock, settings.console()));
            ready("sinks", folder.config() + "/alerts.yaml", sinks.managementAddress(), sinks::notReady, began);

            began = System.nanoTime();
            IngestProxy proxy = lifecycle.add("gateway", IngestProxy.start(configs.gateway(), prefix, clock));
            String gateway = "http://" + proxy.address("public");
            ready("gateway", gateway, proxy.managementAddress(), proxy::notReady, began);

            RunNote note = new RunNote(
                    ProcessHandle.current().pid(),
                    folder.root(),
                    api,
                    gateway,
                    kafka.bootstrapServers(),
                    registry.url(),
                    management);
            return new Standalone(
                    lifecycle,
                    kafka.failure(),
                    note,
                    issuer,
                    configs.correlator().settling().attributionWait());
        }

        private RegistryConfig registryConfig(DataFolder folder) {
            RegistryConfig config = settings.files() == ConfigFiles.DEMO
                    // The demo's folder goes with the demo: nothing has to be kept.
                    ? RegistryConfig.inMemory(folder.registryLog())
                    : RegistryConfig.persistent(folder.registry(), folder.registryLog());
            return config.withPort(settings.ports().registry());
        }

        private static RegistryProcess result(CompletableFuture<RegistryProcess> starting) throws Exception {
            try {
                return starting.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException reason) {
                    throw reason;
                }
                throw failed;
            }
        }

        private void ready(
                String service, String where, HostPort endpoint, Supplier<Optional<String>> notReady, long began)
                throws InterruptedException {
            management.put(service, "http://" + endpoint);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Optional<String> reason = notReady.get();
            while (reason.isPresent()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StartRefusedException(
                            "the " + service + " was not ready within " + PATIENCE.toSeconds() + " s: " + reason.get()
                                    + " (see " + settings.folder().log() + ")");
                }
                Thread.sleep(LOOK_AGAIN_MS);
                reason = notReady.get();
            }
            progress.started(service, where, Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
