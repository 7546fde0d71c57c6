package io.driftgate.sinks.deliver;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertDelivery;
import io.driftgate.schemas.topic.ClientNames;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.config.AlertsConfig;
import io.driftgate.sinks.config.AlertsConfig.Routing;
import io.driftgate.sinks.config.AlertsConfig.Sink;
import io.driftgate.sinks.config.WebhookSection;
import io.driftgate.sinks.dedupe.DeliveryMarks;
import io.driftgate.sinks.render.WebhookSignature;
import io.driftgate.sinks.route.AlertRouter;
import io.driftgate.sinks.trust.AlertGate;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.Producer;

/** All workers and what they share: wired here, one worker per sink, stopped the other way round. */
public final class Sinks implements AutoCloseable {

    /** A console takes a line or never will. */
    private static final Duration CONSOLE_PATIENCE = Duration.ZERO;

    private final Lifecycle lifecycle = new Lifecycle();
    private final List<SinkWorker> workers = new ArrayList<>();
    private final AlertsConfig config;
    private final TopicPrefix prefix;
    private final InstantSource clock;
    private final PrintStream console;
    private final MeterRegistry metrics;
    private final Producer<String, SpecificRecord> producer;
    private final RecordVerifier verifier;
    private final AlertRouter router;

    private Sinks(
            AlertsConfig config,
            TopicPrefix prefix,
            InstantSource clock,
            PrintStream console,
            MeterRegistry metrics,
            Producer<String, SpecificRecord> producer) {
        this.config = config;
        this.prefix = prefix;
        this.clock = clock;
        this.console = console;
        this.metrics = metrics;
        this.producer = producer;
        this.verifier = RecordVerifier.of(config.trustedSigners());
        this.router = router(config.routing());
    }

    /**
     * Starts a worker for each sink.
     *
     * @param producer stays the caller's to close
     * @throws Exception whatever keeps them from starting; nothing stays behind then
     */
    public static Sinks start(
            AlertsConfig config,
            TopicPrefix prefix,
            InstantSource clock,
            PrintStream console,
            MeterRegistry metrics,
            Producer<String, SpecificRecord> producer)
            throws Exception {
        Sinks sinks = new Sinks(config, prefix, clock, console, metrics, producer);
        try {
            sinks.begin();
            return sinks;
        } catch (Exception failed) {
            sinks.close();
            throw failed;
        }
    }

    /** What the first of them still waits for; nothing when all take alerts. */
    public Optional<String> notReady() {
        return workers.stream().flatMap(worker -> worker.notReady().stream()).findFirst();
    }

    @Override
    public void close() {
        // All at once, or one that waits for a slow receiver would hold up the others' end.
        workers.forEach(SinkWorker::stop);
        lifecycle.close();
    }

    private void begin() throws Exception {
        Map<String, URI> urls = new HashMap<>();
        config.sinks().forEach(sink -> sink.webhook().ifPresent(webhook -> urls.put(sink.name(), webhook.url())));
        Optional<ProducerTemplate> camel = urls.isEmpty() ? Optional.empty() : Optional.of(camel(urls));
        for (Sink sink : config.sinks()) {
            workers.add(worker(sink, camel));
        }
        workers.forEach(SinkWorker::start);
    }

    private ProducerTemplate camel(Map<String, URI> urls) throws Exception {
        DefaultCamelContext context = lifecycle.add("routes", new DefaultCamelContext());
        context.getShutdownStrategy().setTimeout(10);
        context.addRoutes(new WebhookRoutes(urls));
        context.start();
        return context.createProducerTemplate();
    }

    private SinkWorker worker(Sink sink, Optional<ProducerTemplate> camel) {
        String name = sink.name();
        DeliveryMarks marks = new DeliveryMarks();
        Courier courier = new Courier(
                name,
                router,
                marks,
                messenger(sink, camel),
                new DeliveryRecorder(producer, prefix.name(TopicCatalogue.ALERT_DELIVERIES)),
                RetrySchedule.standard(new SecureRandom()),
                sink.webhook().map(WebhookSection::giveUpAfter).orElse(CONSOLE_PATIENCE),
                clock,
                new SinkMeters(metrics, name));
        KafkaAccess kafka = lifecycle.add(
                "kafka of " + name,
                new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, ClientNames.SINK_GROUPS + name));
        AlertGate gate = new AlertGate();
        DroppedRecords dropped = new DroppedRecords(name, metrics, clock);
        DeliveryHistory history = new DeliveryHistory(
                () -> kafka.wholeTopic(TopicCatalogue.ALERT_DELIVERIES, AlertDelivery.class), name, marks);
        return lifecycle.add(
                "sink " + name,
                new SinkWorker(
                        name,
                        prefix.name(TopicCatalogue.ALERTS),
                        (stopped, ready) -> new SinkSession(
                                kafka.consumer(ClientNames.SINK_GROUPS + name, Alert.class, verifier),
                                history,
                                courier,
                                gate,
                                dropped,
                                stopped,
                                ready)));
    }

    private static AlertRouter router(Routing routing) {
        return new AlertRouter(
                Set.copyOf(routing.sinks()),
                routing.routes().stream()
                        .map(route -> new AlertRouter.Route(
                                Set.copyOf(route.match().severity()),
                                Set.copyOf(route.match().kind()),
                                Set.copyOf(route.sinks())))
                        .toList());
    }

    private Messenger messenger(Sink sink, Optional<ProducerTemplate> camel) {
        if (sink.webhook().isEmpty()) {
            return new ConsoleMessenger(console);
        }
        WebhookSection webhook = sink.webhook().get();
        return lifecycle.add(
                "webhook " + sink.name(),
                new WebhookMessenger(
                        sink.name(),
                        camel.orElseThrow(),
                        new WebhookSignature(webhook.key()),
                        webhook.timeout(),
                        clock));
    }
}
