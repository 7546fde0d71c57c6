package io.driftgate.proxy;

import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.lifecycle.ServiceMain;
import io.driftgate.kit.management.ManagementServer;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.token.IssuerSection;
import io.driftgate.kit.token.KeyPolling;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.proxy.admit.RequestDecider;
import io.driftgate.proxy.authorization.ScopeCheck;
import io.driftgate.proxy.breakglass.BreakGlass;
import io.driftgate.proxy.breakglass.BreakGlassHandler;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.config.UpstreamSection;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.edge.RouteTable;
import io.driftgate.proxy.feedback.FeedReport;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.forward.UpstreamForwarder;
import io.driftgate.proxy.guard.GuardCheck;
import io.driftgate.proxy.guard.GuardValues;
import io.driftgate.proxy.identity.Authenticator;
import io.driftgate.proxy.identity.OperatorCheck;
import io.driftgate.proxy.record.AccessEventPublisher;
import io.driftgate.proxy.record.AccessLedger;
import io.driftgate.proxy.record.AccessMeters;
import io.driftgate.proxy.record.AccessRecorder;
import io.driftgate.proxy.record.QueryValues;
import io.driftgate.proxy.revocation.RevocationCheck;
import io.driftgate.proxy.revocation.RevocationValues;
import io.driftgate.proxy.state.StateFolder;
import io.driftgate.proxy.status.BindingPublisher;
import io.driftgate.proxy.status.RouteBindings;
import io.driftgate.proxy.status.StatusPublisher;
import io.driftgate.proxy.status.StatusReport;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/** The service: the object graph from the broker up to the listeners, stopped the other way round. */
public final class IngestProxy implements AutoCloseable {

    private static final HostPort MANAGEMENT = new HostPort("127.0.0.1", 9101);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(5);
    private static final Duration RESEND_PAUSE = Duration.ofSeconds(1);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    private final Lifecycle lifecycle;
    private final GatewayServer server;
    private final ManagementServer management;
    private final StatusReport report;

    private IngestProxy(Lifecycle lifecycle, GatewayServer server, ManagementServer management, StatusReport report) {
        this.lifecycle = lifecycle;
        this.server = server;
        this.management = management;
        this.report = report;
    }

    /**
     * Starts the service. It returns when it listens; until {@link #notReady} is empty every request that would be
     * forwarded is refused with 503.
     *
     * @throws Exception whatever keeps it from starting; nothing stays behind then
     */
    public static IngestProxy start(GatewayConfig config, TopicPrefix prefix, InstantSource clock) throws Exception {
        Lifecycle lifecycle = new Lifecycle();
        try {
            return start(config, prefix, clock, lifecycle);
        } catch (Exception failed) {
            lifecycle.close();
            throw failed;
        }
    }

    private static IngestProxy start(GatewayConfig config, TopicPrefix prefix, InstantSource clock, Lifecycle lifecycle)
            throws Exception {
        StateFolder state = lifecycle.add("state", StateFolder.open(config.stateDir()));
        String incarnation = UUID.randomUUID().toString();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        KafkaAccess kafka = lifecycle.add(
                "kafka", new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "ingest-proxy"));
        kafka.prepare(
                config.topics(),
                List.of(
                        TopicCatalogue.ACCESS_EVENTS,
                        TopicCatalogue.ROUTE_BINDINGS,
                        TopicCatalogue.ROUTE_GUARDS,
                        TopicCatalogue.REVOCATIONS,
                        TopicCatalogue.GATEWAY_STATUS));
        Producer<String, SpecificRecord> producer = lifecycle.add("producer", kafka.producer());
        RouteBindings bindings = new RouteBindings(config, incarnation);
        try (WholeTopic<RouteBinding> published = kafka.wholeTopic(TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class)) {
            new BindingPublisher(producer, prefix.name(TopicCatalogue.ROUTE_BINDINGS))
                    .publish(bindings, published, clock.instant());
        }

        AccessLedger ledger = new AccessLedger(config.audit().maxPending());
        SignedBook<RouteGuard> guards =
                new SignedBook<>(new GuardValues(config.gateway().name()));
        SignedBook<Revocation> revocations = new SignedBook<>(new RevocationValues());
        FeedReport guardReport = new FeedReport(guards);
        FeedReport revocationReport = new FeedReport(revocations);
        List<Route> routes = config.routes().stream().map(Route::of).toList();
        GuardCheck guardCheck =
                new GuardCheck(guards, bindings.digests(), () -> guards.complete() && revocations.complete());
        BreakGlass glass = new BreakGlass(guardCheck, guards, routes, clock);
        Gauge.builder(
                        "driftgate.gateway.break_glass",
                        glass,
                        each -> each.open().size())
                .description("routes that a person has opened whatever their guards say")
                .register(metrics);
        StatusReport report = new StatusReport(
                config,
                incarnation,
                version(),
                clock.instant(),
                guards,
                List.of(guardReport, revocationReport),
                glass,
                ledger);
        StatusPublisher status = lifecycle.add(
                "status", new StatusPublisher(producer, prefix.name(TopicCatalogue.GATEWAY_STATUS), report, clock));
        Feeds feeds = new Feeds(
                kafka, RecordVerifier.of(config.trustedSigners()), state, metrics, clock, status::soon, lifecycle);
        feeds.start(TopicCatalogue.ROUTE_GUARDS, RouteGuard.class, guards, guardReport);
        feeds.start(TopicCatalogue.REVOCATIONS, Revocation.class, revocations, revocationReport);

        RevocationCheck revocationCheck = new RevocationCheck(revocations);
        RequestDecider decider = new RequestDecider(
                new RouteTable(routes),
                new Authenticator(verifiers(config.issuers(), clock, lifecycle), revocationCheck, glass::holds),
                new ScopeCheck(),
                glass);
        AccessEventPublisher events = lifecycle.add(
                "access-events",
                new AccessEventPublisher(
                        producer, prefix.name(TopicCatalogue.ACCESS_EVENTS), ledger, RESEND_PAUSE, DRAIN_LIMIT));
        AccessRecorder recorder = new AccessRecorder(
                new AccessRecorder.Recorder(
                        config.gateway().name(), config.gateway().instance(), incarnation, config.revision()),
                ledger,
                new QueryValues(config.audit().recordQueryValues()),
                events,
                new AccessMeters(metrics, ledger),
                clock);
        GatewayServer server = lifecycle.add(
                "listeners",
                new GatewayServer(
                        config.listeners(),
                        idle(config),
                        new GatewayHandler(ledger, decider, forwarders(config)),
                        recorder));
        ManagementServer management = lifecycle.add(
                "management",
                new ManagementServer(
                        config.management().address().orElse(MANAGEMENT),
                        metrics,
                        report::notReady,
                        breakGlass(config, glass, revocationCheck, clock, status::soon, lifecycle)));
        status.start();
        return new IngestProxy(lifecycle, server, management, report);
    }

    /**
     * Where a listener listens.
     *
     * @throws IllegalArgumentException when the configuration has none of that name
     */
    public HostPort address(String listenerName) {
        return server.address(listenerName);
    }

    /** Where probes and scrapes are answered. */
    public HostPort managementAddress() {
        return management.address();
    }

    /** What is still missing before requests are served; nothing when they are. */
    public Optional<String> notReady() {
        return report.notReady();
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    private static Map<String, TokenVerifier> verifiers(
            List<IssuerSection> issuers, InstantSource clock, Lifecycle lifecycle) {
        Map<String, TokenVerifier> verifiers = new LinkedHashMap<>();
        for (IssuerSection issuer : issuers) {
            TokenVerifier verifier = new TokenVerifier(issuer, KeyPolling.of(issuer.jwks()), clock);
            verifiers.put(issuer.name(), lifecycle.add("issuer " + issuer.name(), verifier));
        }
        return verifiers;
    }

    /** None when no operators are named. */
    private static List<BreakGlassHandler> breakGlass(
            GatewayConfig config,
            BreakGlass glass,
            RevocationCheck revocations,
            InstantSource clock,
            Runnable changed,
            Lifecycle lifecycle) {
        return config.operators().stream()
                .map(operators -> List.copyOf(
                        verifiers(operators.issuers(), clock, lifecycle).values()))
                .map(verifiers -> new OperatorCheck(verifiers, revocations, BreakGlassHandler.SCOPE))
                .map(check -> new BreakGlassHandler(glass, check, clock, changed))
                .toList();
    }

    private static Map<String, UpstreamForwarder> forwarders(GatewayConfig config) {
        Map<String, UpstreamForwarder> forwarders = new LinkedHashMap<>();
        for (UpstreamSection upstream : config.upstreams()) {
            forwarders.put(upstream.name(), new UpstreamForwarder(upstream));
        }
        return forwarders;
    }

    /** A caller's connection waits in silence while an upstream does. */
    private static Duration idle(GatewayConfig config) {
        return config.upstreams().stream()
                .map(upstream -> upstream.timeouts()
                        .connect()
                        .plus(upstream.timeouts().response())
                        .plus(IDLE_MARGIN))
                .reduce(IDLE, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static String version() {
        return Optional.ofNullable(IngestProxy.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** {@code --config gateway.yaml [--check]}. */
    public static void main(String[] arguments) {
        new ServiceMain<>(
                        "gateway",
                        GatewayConfig.class,
                        config -> start(config, TopicPrefix.of(System.getenv()), InstantSource.system()))
                .runAndExit(arguments);
    }
}
