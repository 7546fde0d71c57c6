package io.driftgate.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.kit.signing.SigningSerializer;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertDelivery;
import io.driftgate.schemas.events.DeliveryStatus;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.json.CanonicalJson;
import io.driftgate.schemas.serde.AvroSerializer;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.Receiver.Hook;
import io.driftgate.sinks.config.AlertsConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertSinksIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private int port;
    private RecordSigner signer;
    private AlertsConfig config;
    private TopicPrefix prefix;
    private KafkaAccess kafka;
    private Producer<String, SpecificRecord> producer;

    @BeforeEach
    void writeWorld() throws IOException {
        port = Receiver.freePort();
        Files.writeString(folder.resolve("hook.key"), Receiver.SECRET + "\n");
        Ed25519Keys.Pem key = Ed25519Keys.generate();
        Files.writeString(folder.resolve("signing.pub"), key.publicKey());
        signer = new RecordSigner(new SigningSection(new Secret(key.privateKey()), "s1"));
        // A member that does not poll within four seconds is put out of its group.
        Files.writeString(folder.resolve("kafka.properties"), "max.poll.interval.ms=4000\n");
        Files.writeString(folder.resolve("alerts.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "${BOOTSTRAP}", client_properties: {file: kafka.properties}}
                schema_registry: {url: "${REGISTRY}"}
                topics: {partitions: 2, replication: 1, register_schemas: true}
                management: {address: "127.0.0.1:0"}
                trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
                sinks:
                  - name: ops
                    webhook: {url: "http://127.0.0.1:${PORT}/hook?team=ops", signing_key: {file: hook.key}}
                  - {name: screen, console: {}}
                routing: {sinks: [ops], routes: [{match: {severity: [HIGH, CRITICAL]}, sinks: [ops, screen]}]}
                """);
        config = load(CLUSTER.registryUrl());
        prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test");
        producer = kafka.signingProducer(signer);
    }

    @AfterEach
    void close() {
        producer.close();
        kafka.close();
    }

    @Test
    void shouldTellBothSinksThatItIsOpenAndThatItIsOver() throws Exception {
        try (Receiver receiver = Receiver.startOn(port);
                AlertSinks sinks = start();
                Tail<AlertDelivery> deliveries = tail(TopicCatalogue.ALERT_DELIVERIES, AlertDelivery.class)) {
            publish(Alerts.opened("f"));
            publish(Alert.newBuilder(Alerts.opened("f"))
                    .setVersion(2)
                    .setRevision(2)
                    .setNotify(false)
                    .build());
            publish(Alert.newBuilder(Alerts.resolved("f"))
                    .setVersion(3)
                    .setRevision(3)
                    .build());

            deliveries.await(6);
            assertThat(receiver.hooks()).hasSize(2).allSatisfy(hook -> {
                assertThat(hook.genuine()).as("signed as the standard says").isTrue();
                assertThat(hook.target()).isEqualTo("/hook?team=ops");
                assertThat(hook.contentType()).isEqualTo("application/cloudevents+json");
            });
            JsonNode opened = event(receiver.hooks().get(0));
            JsonNode over = event(receiver.hooks().get(1));
            assertThat(opened.path("specversion").textValue()).isEqualTo("1.0");
            assertThat(opened.path("id").textValue()).isEqualTo("f/1/1");
            assertThat(opened.path("type").textValue()).isEqualTo("io.driftgate.alert.drift.open");
            assertThat(over.path("type").textValue()).isEqualTo("io.driftgate.alert.drift.resolved");
            assertThat(over.path("data").path("fingerprint").textValue()).isEqualTo("f");
            assertThat(over.path("data").path("resolution").textValue()).isEqualTo("REVERTED");
            assertThat(screen().lines())
                    .hasSize(4)
                    .anySatisfy(line -> assertThat(line).contains(" OPEN "))
                    .anySatisfy(line -> assertThat(line).contains(" RESOLVED reverted "));
            assertThat(statuses(deliveries, "ops"))
                    .containsExactly(DeliveryStatus.DELIVERED, DeliveryStatus.SUPPRESSED, DeliveryStatus.DELIVERED)
                    .isEqualTo(statuses(deliveries, "screen"));
            assertThat(deliveries.values().getFirst().getFingerprint()).isEqualTo("f");
            assertThat(scrape(sinks, "/health/ready").statusCode()).isEqualTo(200);
            String metrics = scrape(sinks, "/metrics").body();
            for (String sink : List.of("ops", "screen")) {
                assertThat(metrics)
                        .contains("driftgate_alerts_received_total{sink=\"" + sink + "\"} 3.0")
                        .contains("driftgate_alerts_settled_total{outcome=\"delivered\",sink=\"" + sink + "\"} 2.0")
                        .contains("driftgate_alerts_settled_total{outcome=\"suppressed\",sink=\"" + sink + "\"} 1.0")
                        .contains("driftgate_alerts_settled_total{outcome=\"failed\",sink=\"" + sink + "\"} 0.0")
                        .contains("driftgate_alerts_pending{sink=\"" + sink + "\"} 0.0");
            }
        }
    }

    @Tag("long")
    @Test
    void shouldNotHoldTheScreenUpWhileTheReceiverIsDownAndDeliverOnceItIsUp() throws Exception {
        try (AlertSinks sinks = start()) {
            Set<String> before = members("alert-sinks-ops");
            assertThat(before).hasSize(1);
            publish(Alerts.opened("f"));
            publish(Alerts.opened("g"));

            Awaitility.await().atMost(LONG).until(() -> screen().lines().count() == 6);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> metric(sinks, "driftgate_alerts_attempts_total{sink=\"ops\"}") >= 5);
            assertThat(metric(sinks, "driftgate_alerts_pending{sink=\"ops\"}")).isEqualTo(1);
            assertThat(sinks.notReady()).isEmpty();
            try (Receiver receiver = Receiver.startOn(port)) {
                Awaitility.await().atMost(LONG).until(() -> receiver.hooks().size() >= 2);

                staysAt(receiver, 2);
                assertThat(receiver.hooks()).extracting(Hook::id).doesNotHaveDuplicates();
                assertThat(members("alert-sinks-ops"))
                        .as("it stayed in its group all the while")
                        .isEqualTo(before);
            }
        }
    }

    @Test
    void shouldTellNobodyTwiceAfterARestartNotEvenWithoutItsOffsets() throws Exception {
        try (Receiver receiver = Receiver.startOn(port);
                Tail<AlertDelivery> deliveries = started(TopicCatalogue.ALERT_DELIVERIES, AlertDelivery.class)) {
            try (AlertSinks first = start()) {
                publish(Alerts.opened("f"));
                publish(Alerts.opened("g"));
                deliveries.await(4);
            }
            try (AlertSinks again = start()) {
                publish(Alerts.resolved("f"));
                deliveries.await(6);
            }
            assertThat(receiver.hooks()).hasSize(3);

            // As after a crash between the deliveries and their commits, only worse: nothing was committed at all.
            try (Admin admin = kafka.admin()) {
                admin.deleteConsumerGroups(List.of(prefix.name("alert-sinks-ops"), prefix.name("alert-sinks-screen")))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            try (AlertSinks again = start()) {
                deliveries.await(12);
                assertThat(deliveries.values().subList(6, 12))
                        .extracting(AlertDelivery::getStatus)
                        .containsOnly(DeliveryStatus.SUPPRESSED);
                assertThat(receiver.hooks()).hasSize(3);
                assertThat(screen().lines()).hasSize(7);
            }
        }
    }

    @Test
    void shouldStopWhileTheReceiverIsDownAndDeliverAfterTheRestart() throws Exception {
        AlertSinks first = start();
        publish(Alerts.opened("f"));
        Awaitility.await()
                .atMost(LONG)
                .until(() -> metric(first, "driftgate_alerts_attempts_total{sink=\"ops\"}") >= 1);
        long began = System.nanoTime();
        first.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));

        try (Receiver receiver = Receiver.startOn(port);
                AlertSinks second = start()) {
            Awaitility.await().atMost(LONG).until(() -> !receiver.hooks().isEmpty());
            staysAt(receiver, 1);
            assertThat(screen().lines()).as("the screen was told by the first").hasSize(3);
        }
    }

    @Test
    void shouldShareTheWorkWithAnotherInstanceThatComesWhileAnAlertWaits() throws Exception {
        List<String> fingerprints =
                IntStream.range(0, 12).mapToObj(i -> "f" + i).toList();
        try (AlertSinks first = start()) {
            fingerprints.forEach(fingerprint -> publish(Alerts.opened(fingerprint)));
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> metric(first, "driftgate_alerts_attempts_total{sink=\"ops\"}") >= 1);
            try (AlertSinks second = start();
                    Receiver receiver = Receiver.startOn(port)) {
                Awaitility.await().atMost(LONG).until(() -> receiver.hooks().size() >= 12);

                staysAt(receiver, 12);
                assertThat(receiver.hooks()).extracting(Hook::id).doesNotHaveDuplicates();
                assertThat(metric(first, "driftgate_alerts_settled_total{outcome=\"put_back\",sink=\"ops\"}"))
                        .isPositive();
                assertThat(metric(second, "driftgate_alerts_settled_total{outcome=\"delivered\",sink=\"ops\"}"))
                        .isPositive();
            }
        }
    }

    @Test
    void shouldDropWhatTheCorrelatorDidNotSayAndTellTheNextAlert() throws Exception {
        RecordSigner stranger = new RecordSigner(
                new SigningSection(new Secret(Ed25519Keys.generate().privateKey()), "s1"));
        Alert over = Alert.newBuilder(Alerts.resolved("f"))
                .setVersion(Long.MAX_VALUE)
                .setRevision(9)
                .build();
        try (Receiver receiver = Receiver.startOn(port);
                AlertSinks sinks = start();
                Producer<String, SpecificRecord> unsigned = kafka.producer();
                Producer<String, SpecificRecord> wronglySigned = kafka.signingProducer(stranger);
                Tail<AlertDelivery> deliveries = tail(TopicCatalogue.ALERT_DELIVERIES, AlertDelivery.class)) {
            publish(Alert.newBuilder(Alerts.opened("f")).setVersion(7).build());
            publish(unsigned, "f", over);
            publish(wronglySigned, "f", over);
            publish(producer, "f", Alerts.resolved("f"));
            publish(producer, "f", Alerts.opened("g"));
            publishRaw("f", null);
            publishRaw("f", "no alert".getBytes(StandardCharsets.UTF_8));
            publishRaw("f", new byte[300 * 1024]);
            publish(Alert.newBuilder(Alerts.resolved("f")).setVersion(8).build());

            deliveries.await(4);
            assertThat(statuses(deliveries, "ops"))
                    .containsExactly(DeliveryStatus.DELIVERED, DeliveryStatus.DELIVERED)
                    .isEqualTo(statuses(deliveries, "screen"));
            assertThat(receiver.hooks()).hasSize(2);
            assertThat(dropped(sinks, "unsigned")).isEqualTo(3);
            assertThat(dropped(sinks, "wrong-signature")).isEqualTo(1);
            assertThat(dropped(sinks, "outdated")).isEqualTo(1);
            assertThat(dropped(sinks, "foreign-key")).isEqualTo(1);
            assertThat(dropped(sinks, "tombstone")).isEqualTo(1);
        }
        try (Receiver receiver = Receiver.startOn(port);
                AlertSinks again = start()) {
            publish(Alert.newBuilder(Alerts.opened("h")).build());
            Awaitility.await().atMost(LONG).until(() -> !receiver.hooks().isEmpty());
            assertThat(metric(again, "driftgate_alerts_received_total{sink=\"ops\"}"))
                    .as("what was dropped was committed past")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldDropASignedRecordThatNobodyCanReadAndTellTheNextAlert() throws Exception {
        try (Receiver receiver = Receiver.startOn(port);
                AlertSinks sinks = start();
                Tail<AlertDelivery> deliveries = tail(TopicCatalogue.ALERT_DELIVERIES, AlertDelivery.class)) {
            publishSigned("f", "no alert".getBytes(StandardCharsets.UTF_8));
            publishSigned("f", new byte[] {0, 0x7f, 0x7f, 0x7f, 0x7f, 1});
            publish(Alerts.opened("f"));

            deliveries.await(2);
            assertThat(receiver.hooks()).hasSize(1);
            assertThat(dropped(sinks, "unreadable")).isEqualTo(2);
        }
    }

    @Test
    void shouldWaitForARegistryThatIsAwayInMidRunAndThenTell() throws Exception {
        try (RegistryGate registry = new RegistryGate(URI.create(CLUSTER.registryUrl()))) {
            config = load(registry.url());
            try (Receiver receiver = Receiver.startOn(port);
                    AlertSinks sinks = start()) {
                registry.shut();
                // Under a schema id that no reader has met.
                publishSigned("f", withAnotherSchemaId(Alerts.opened("f")));
                Awaitility.await().atMost(LONG).until(() -> registry.refused() >= 5);
                assertThat(receiver.hooks()).isEmpty();

                registry.open();
                Awaitility.await().atMost(LONG).until(() -> receiver.hooks().size() == 1);
                staysAt(receiver, 1);
                assertThat(sinks.notReady()).isEmpty();
                assertThat(event(receiver.hooks().getFirst()).path("id").textValue())
                        .isEqualTo("f/1/1");
            }
        }
    }

    @Test
    void shouldTakeARefusalAsFinalAndGoOn() throws Exception {
        try (Receiver receiver = Receiver.startOn(port);
                AlertSinks sinks = start();
                Tail<AlertDelivery> deliveries = tail(TopicCatalogue.ALERT_DELIVERIES, AlertDelivery.class)) {
            Alert low = Alert.newBuilder(Alerts.opened("f"))
                    .setSeverity(Severity.LOW)
                    .build();
            receiver.answer(Receiver.status(410));
            publish(low);
            deliveries.await(1);
            receiver.answer(Receiver.status(204));
            publish(Alert.newBuilder(low).setFingerprint("g").build());
            deliveries.await(2);

            AlertDelivery refused = deliveries.values().getFirst();
            assertThat(refused.getStatus()).isEqualTo(DeliveryStatus.FAILED);
            assertThat(refused.getResponseStatus()).isEqualTo(410);
            assertThat(refused.getAttempts()).isEqualTo(1);
            assertThat(deliveries.values().getLast().getStatus()).isEqualTo(DeliveryStatus.DELIVERED);
            assertThat(receiver.hooks()).hasSize(2);
            assertThat(screen()).as("routing keeps LOW from the screen").isEmpty();
            assertThat(metric(sinks, "driftgate_alerts_received_total{sink=\"screen\"}"))
                    .isZero();
        }
    }

    private AlertsConfig load(String registryUrl) {
        return new ConfigLoader(
                        "alerts",
                        Map.of(
                                "BOOTSTRAP",
                                CLUSTER.bootstrapServers(),
                                "REGISTRY",
                                registryUrl,
                                "PORT",
                                Integer.toString(port)),
                        false)
                .load(AlertsConfig.class, folder.resolve("alerts.yaml"));
    }

    private AlertSinks start() throws Exception {
        AlertSinks sinks = AlertSinks.start(
                config, prefix, InstantSource.system(), new PrintStream(screen, true, StandardCharsets.UTF_8));
        Awaitility.await().atMost(LONG).until(() -> sinks.notReady().isEmpty());
        return sinks;
    }

    /** Starts and stops once, so that the topics are there. */
    private <V extends SpecificRecord> Tail<V> started(Topic topic, Class<V> type) throws Exception {
        start().close();
        return tail(topic, type);
    }

    private Set<String> members(String group) throws Exception {
        try (Admin admin = kafka.admin()) {
            String name = prefix.name(group);
            var groups = admin.describeConsumerGroups(List.of(name)).all().get(30, TimeUnit.SECONDS);
            return Objects.requireNonNull(groups.get(name)).members().stream()
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        }
    }

    private void publish(Alert alert) {
        publish(producer, alert.getFingerprint(), alert);
    }

    private void publish(Producer<String, SpecificRecord> from, String key, Alert alert) {
        try {
            var unused = from.send(new ProducerRecord<>(prefix.name(TopicCatalogue.ALERTS), key, alert))
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private void publishRaw(String key, byte @Nullable [] value) throws Exception {
        publishBytes(key, value, new ByteArraySerializer());
    }

    private void publishSigned(String key, byte[] value) throws Exception {
        publishBytes(key, value, new SigningSerializer<>(new ByteArraySerializer(), signer));
    }

    private void publishBytes(String key, byte @Nullable [] value, Serializer<byte[]> serializer) throws Exception {
        try (Producer<String, byte[]> raw = new KafkaProducer<>(
                Map.of("bootstrap.servers", CLUSTER.bootstrapServers()), new StringSerializer(), serializer)) {
            var unused = raw.send(new ProducerRecord<>(prefix.name(TopicCatalogue.ALERTS), key, value))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private byte[] withAnotherSchemaId(Alert alert) {
        Schema another = new Schema.Parser().parse(Alert.getClassSchema().toString());
        another.addProp("driftgate-test", "another id");
        int id = kafka.registry().register(prefix.valueSubject(TopicCatalogue.ALERTS), another);
        try (AvroSerializer<Alert> serializer = new AvroSerializer<>(kafka.registry())) {
            byte[] bytes = serializer.serialize(prefix.name(TopicCatalogue.ALERTS), alert);
            return ByteBuffer.wrap(bytes).putInt(1, id).array();
        }
    }

    private static double dropped(AlertSinks sinks, String reason) throws Exception {
        return metric(sinks, "driftgate_sinks_alerts_dropped_total{reason=\"" + reason + "\",sink=\"ops\"}");
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private static void staysAt(Receiver receiver, int count) {
        Awaitility.await()
                .during(A_WHILE)
                .atMost(LONG)
                .failFast(() -> receiver.hooks().size() > count)
                .until(() -> receiver.hooks().size() == count);
    }

    private static JsonNode event(Hook hook) {
        return CanonicalJson.read(hook.body());
    }

    private static List<DeliveryStatus> statuses(Tail<AlertDelivery> deliveries, String sink) {
        return deliveries.values().stream()
                .filter(delivery -> delivery.getSink().equals(sink))
                .map(AlertDelivery::getStatus)
                .toList();
    }

    private static double metric(AlertSinks sinks, String name) throws Exception {
        return scrape(sinks, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private static HttpResponse<String> scrape(AlertSinks sinks, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + sinks.managementAddress() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private <V extends SpecificRecord> Tail<V> tail(Topic topic, Class<V> type) {
        Consumer<String, V> consumer = kafka.consumer(UUID.randomUUID().toString(), type);
        consumer.subscribe(List.of(prefix.name(topic)));
        return new Tail<>(consumer, new ArrayList<>());
    }

    /** What a topic held so far. */
    private record Tail<V>(Consumer<String, V> consumer, List<V> values) implements AutoCloseable {

        void await(int count) {
            Awaitility.await().atMost(LONG).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
