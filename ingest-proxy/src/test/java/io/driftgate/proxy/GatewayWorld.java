package io.driftgate.proxy;

import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.status.RouteBindings;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A gateway with all that is around it: broker, registry, upstream, issuer, and a correlator's hand on the guards. */
final class GatewayWorld implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();

    final Path folder;
    private final String bootstrapServers;
    final TopicPrefix prefix;
    final EchoUpstream upstream = new EchoUpstream();
    final LocalIssuer issuer;
    final LocalIssuer stranger;
    final LocalIssuer operators;
    private final Map<String, String> standardDigests;
    final KafkaAccess kafka;
    /** Signs nothing: what a forger has. */
    final Producer<String, SpecificRecord> producer;

    final Producer<String, SpecificRecord> correlator;
    private final WholeTopic<AccessEvent> eventTopic;
    private final List<ConsumerRecord<String, AccessEvent>> events = new ArrayList<>();
    final HttpClient http = HttpClient.newHttpClient();

    GatewayWorld(Path folder) throws IOException {
        this(folder, CLUSTER.bootstrapServers());
    }

    /** With a broker of its own, which may be stopped. */
    GatewayWorld(Path folder, String bootstrapServers) throws IOException {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        this.issuer = LocalIssuer.open(folder.resolve("issuer.key"), InstantSource.system());
        this.stranger = LocalIssuer.open(folder.resolve("stranger.key"), InstantSource.system());
        this.operators = LocalIssuer.open(folder.resolve("operators.key"), InstantSource.system());
        Files.writeString(folder.resolve("jwks.json"), issuer.jwks());
        Files.writeString(folder.resolve("operators.json"), operators.jwks());
        Ed25519Keys.Pem key = Ed25519Keys.generate();
        Files.writeString(folder.resolve("signing.pub"), key.publicKey());
        GatewayConfig config = config("");
        this.standardDigests = digests(config);
        this.kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test");
        kafka.prepare(
                config.topics(),
                List.of(
                        TopicCatalogue.ROUTE_GUARDS,
                        TopicCatalogue.REVOCATIONS,
                        TopicCatalogue.ACCESS_EVENTS,
                        TopicCatalogue.GATEWAY_STATUS));
        this.producer = kafka.producer();
        this.correlator = kafka.signingProducer(signer(key, "s1"));
        this.eventTopic = kafka.wholeTopic(TopicCatalogue.ACCESS_EVENTS, AccessEvent.class);
    }

    static RecordSigner signer(Ed25519Keys.Pem key, String keyId) {
        return new RecordSigner(new SigningSection(new Secret(key.privateKey()), keyId));
    }

    /** The standard configuration; each {@code from => to} replaces a text in it first. */
    GatewayConfig config(String... replacements) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/gateway.yaml"));
        for (String replacement : replacements) {
            String[] parts = replacement.split(" => ", 2);
            text = parts.length == 2 ? text.replace(parts[0], parts[1]) : text;
        }
        Path file = Files.writeString(folder.resolve("gateway.yaml"), text);
        return new ConfigLoader(
                        "gateway",
                        Map.of(
                                "BOOTSTRAP",
                                bootstrapServers,
                                "REGISTRY",
                                CLUSTER.registryUrl(),
                                "UPSTREAM",
                                "http://127.0.0.1:" + upstream.port()),
                        false)
                .load(GatewayConfig.class, file);
    }

    /** The standard configuration of a gateway where nobody may break glass. */
    GatewayConfig configWithoutOperators() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/gateway.yaml"));
        return config(text.substring(text.indexOf("operators:"), text.indexOf("audit:")) + " => ");
    }

    /** A gateway that serves. */
    IngestProxy start(GatewayConfig config) throws Exception {
        return start(config, InstantSource.system());
    }

    IngestProxy start(GatewayConfig config, InstantSource clock) throws Exception {
        IngestProxy proxy = IngestProxy.start(config, prefix, clock);
        Awaitility.await().atMost(LONG).until(() -> proxy.notReady().isEmpty());
        return proxy;
    }

    String token(String subject, String... scopes) {
        return issuer.issue(subject, "orders", List.of(scopes), Duration.ofMinutes(5));
    }

    HttpResponse<String> call(IngestProxy proxy, String method, String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + proxy.address("public") + path))
                .timeout(LONG)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the bindings of a gateway are told from others by, by route. */
    static Map<String, String> digests(GatewayConfig config) {
        return new RouteBindings(config, "").digests();
    }

    /** A guard as the correlator decides it on the bindings of the standard configuration. */
    void guard(String route, long version, GuardAction action, Enforcement enforcement, String... drifts)
            throws Exception {
        guard(standardDigests, route, version, action, enforcement, drifts);
    }

    /** @param digests of the bindings that it was decided on, by route */
    void guard(
            Map<String, String> digests,
            String route,
            long version,
            GuardAction action,
            Enforcement enforcement,
            String... drifts)
            throws Exception {
        write(correlator, guardOf(digests, route, version, action, enforcement, drifts));
    }

    /** A guard on the bindings of the standard configuration, not written yet. */
    RouteGuard guardOf(String route, long version, GuardAction action) {
        return guardOf(standardDigests, route, version, action, Enforcement.ENFORCED);
    }

    private static RouteGuard guardOf(
            Map<String, String> digests,
            String route,
            long version,
            GuardAction action,
            Enforcement enforcement,
            String... drifts) {
        return RouteGuard.newBuilder()
                .setKey("edge/" + route)
                .setGateway("edge")
                .setRoute(route)
                .setVersion(version)
                .setAction(action)
                .setEnforcement(enforcement)
                .setSeverity(Severity.HIGH)
                .setDriftIds(List.of(drifts))
                .setBindingDigests(
                        Optional.ofNullable(digests.get(route)).stream().toList())
                .build();
    }

    /** Writes a guard as somebody. */
    void write(Producer<String, SpecificRecord> as, RouteGuard guard) throws Exception {
        write(as, TopicCatalogue.ROUTE_GUARDS, guard.getKey(), guard);
    }

    void tombstone(Topic topic, String key) throws Exception {
        write(producer, topic, key, null);
    }

    void write(Producer<String, SpecificRecord> as, Topic topic, String key, @Nullable SpecificRecord value)
            throws Exception {
        var unused =
                as.send(new ProducerRecord<>(prefix.name(topic), key, value)).get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** Writes bytes that are no value of ours. */
    void send(Topic topic, String key, byte[] value) throws Exception {
        sendRaw(new ProducerRecord<>(prefix.name(topic), key, value));
    }

    void sendRaw(ProducerRecord<String, byte[]> record) throws Exception {
        try (Producer<String, byte[]> raw = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            var unused = raw.send(record).get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** The same as {@link #read}, as bytes. */
    List<ConsumerRecord<String, byte[]>> raw(Topic topic) {
        return read(kafka.wholeTopic(topic, new ByteArrayDeserializer()));
    }

    /** All records that a topic holds now, in the order of each partition. */
    <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(Topic topic, Class<V> type) {
        return read(kafka.wholeTopic(topic, type));
    }

    private static <V> List<ConsumerRecord<String, V>> read(WholeTopic<V> topic) {
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (WholeTopic<V> whole = topic) {
            while (!whole.caughtUp()) {
                whole.poll(Duration.ofMillis(200), into(records));
            }
        }
        return records;
    }

    /** The access events once there are so many; it waits a little for more, so that one too many is seen. */
    List<AccessEvent> events(int count) {
        long end = System.nanoTime() + LONG.toNanos();
        while (events.size() < count && System.nanoTime() < end) {
            eventTopic.poll(Duration.ofMillis(100), into(events));
        }
        eventTopic.poll(Duration.ofMillis(50), into(events));
        return events.stream()
                .map(ConsumerRecord::value)
                .sorted(Comparator.comparingLong(AccessEvent::getSequence))
                .toList();
    }

    private static <V> WholeTopic.Reader<V> into(List<ConsumerRecord<String, V>> records) {
        return new WholeTopic.Reader<>() {
            @Override
            public void record(ConsumerRecord<String, V> record) {
                records.add(record);
            }

            @Override
            public void unreadable(PoisonRecordException.Reason reason) {
                throw new AssertionError("unreadable: " + reason);
            }
        };
    }

    String metrics(IngestProxy proxy) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://" + proxy.managementAddress() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The value of a meter, with its labels as the text form has them. */
    long metric(IngestProxy proxy, String name) throws Exception {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(metrics(proxy));
        if (!line.find()) {
            throw new AssertionError("no meter " + name);
        }
        return (long) Double.parseDouble(line.group(1));
    }

    @Override
    public void close() {
        http.close();
        producer.close();
        correlator.close();
        eventTopic.close();
        kafka.close();
        upstream.close();
    }
}
