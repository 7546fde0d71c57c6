package io.driftgate.correlator;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One security group behind one route, topics of its own on the shared cluster, and all that a test does to them. */
final class CorrelatorWorld implements AutoCloseable {

    static final String ENTITY = "aws/123456789012/eu-west-1/ec2/sg-0abc";
    static final String KEY = ENTITY + "#aws_security_group";
    static final String CODE = "declared:terraform:file:/orders.tfstate";
    static final String CLOUD = "live:file:lab";
    static final String SHUT = "[\"10.0.0.0/8\"]";
    static final String OPEN = "[\"10.0.0.0/8\",\"0.0.0.0/0\"]";

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final CorrelatorConfig config;
    private final TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
    private final KafkaAccess kafka;
    private final Producer<String, SpecificRecord> producer;
    private final LocalIssuer issuer;

    CorrelatorWorld(Path folder) throws IOException {
        issuer = LocalIssuer.open(folder.resolve("issuer.jwk"), InstantSource.system());
        Files.writeString(folder.resolve("jwks.json"), issuer.jwks());
        Files.writeString(folder.resolve("signing.key"), Ed25519Keys.generate().privateKey());
        Path file = Files.writeString(folder.resolve("correlator.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "${BOOTSTRAP}"}
                schema_registry: {url: "${REGISTRY}"}
                topics: {partitions: 4, replication: 1, register_schemas: true}
                management: {address: "127.0.0.1:0"}
                state_dir: state
                signing: {key: {file: signing.key}, key_id: s1}
                api:
                  address: 127.0.0.1:0
                  issuers:
                    - {name: local, issuer: "urn:driftgate:local", audiences: [driftgate], algorithms: [ES256], jwks: {file: jwks.json}}
                guards: {max_blocked_routes: 100%}
                """);
        config = new ConfigLoader(
                        "correlator",
                        Map.of("BOOTSTRAP", CLUSTER.bootstrapServers(), "REGISTRY", CLUSTER.registryUrl()),
                        false)
                .load(CorrelatorConfig.class, file);
        kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test");
        kafka.prepare(config.topics(), TopicCatalogue.topics());
        producer = kafka.producer();
    }

    StreamsCorrelator start() throws Exception {
        StreamsCorrelator correlator = StreamsCorrelator.start(config, prefix, InstantSource.system());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> correlator.notReady().isEmpty());
        return correlator;
    }

    <V extends SpecificRecord> TopicTail<V> tail(Topic topic, Class<V> type) {
        return new TopicTail<>(kafka, topic, type);
    }

    KafkaAccess kafka() {
        return kafka;
    }

    RecordVerifier verifier() {
        return RecordVerifier.of(config.signing(), config.trustedSigners());
    }

    /** As {@code tester}, who may ask and order. */
    HttpResponse<String> order(StreamsCorrelator correlator, String json) throws Exception {
        String token = issuer.issue("tester", "driftgate", List.of("driftgate:operate"), Duration.ofMinutes(5));
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + correlator.apiAddress() + "/v1/commands"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    void bind() throws Exception {
        send(
                TopicCatalogue.ROUTE_BINDINGS,
                "edge/orders/edge-1",
                RouteBinding.newBuilder()
                        .setGateway("edge")
                        .setRoute("orders")
                        .setInstance("edge-1")
                        .setIncarnation("one")
                        .setDigest("digest")
                        .setBackedBy(List.of(BackingSelector.newBuilder()
                                .setTerraform("aws_security_group.orders")
                                .build()))
                        .setGuardPolicy(GuardPolicy.newBuilder()
                                .setName("internet-facing")
                                .setActions(Map.of("HIGH", GuardAction.BLOCK))
                                .build())
                        .build());
    }

    /** One complete reading of a scope. */
    void snapshot(String scope, String id, String ranges) throws Exception {
        SnapshotRecord.Builder record = SnapshotRecord.newBuilder()
                .setScope(scope)
                .setSnapshotId(id)
                .setReadAt(Instant.now())
                .setCovers(scope.equals(CLOUD) ? List.of("aws/123456789012/*/*") : List.of());
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.BEGAN).build());
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.RESOURCE)
                        .setSeq(1)
                        .setResource(state(scope.equals(CLOUD) ? "" : "aws_security_group.orders", ranges))
                        .build());
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.ENDED)
                        .setSeq(2)
                        .setResource(null)
                        .setCount(1L)
                        .build());
    }

    /** Live alone is read again. */
    void reread(String ranges) throws Exception {
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                CLOUD,
                SnapshotRecord.newBuilder()
                        .setKind(SnapshotKind.REFRESHED)
                        .setScope(CLOUD)
                        .setReadAt(Instant.now())
                        .setResource(state("", ranges))
                        .build());
    }

    private static ResourceState state(String address, String ranges) {
        JsonNode attributes = CanonicalJson.read(
                "{\"name\":\"orders\",\"ingress\":[{\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\",\"cidr_blocks\":"
                        + ranges + "}]}");
        return ResourceState.newBuilder()
                .setResourceKey(KEY)
                .setEntity(ENTITY)
                .setType(ResourceKey.parse(KEY).type())
                .setAddress(address)
                .setAttributes(CanonicalJson.write(attributes))
                .setAttributesDigest(CanonicalJson.sha256Hex(attributes))
                .build();
    }

    void send(Topic topic, String key, SpecificRecord value) throws Exception {
        producer.send(new ProducerRecord<>(prefix.name(topic), key, value)).get(30, TimeUnit.SECONDS);
    }

    /** Byte for byte, with its headers. */
    void sendRaw(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (Producer<byte[], byte[]> bytes = new KafkaProducer<>(
                Map.of("bootstrap.servers", CLUSTER.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            bytes.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    Map<String, Object> rawConsumerSettings() {
        return Map.of(
                "bootstrap.servers",
                CLUSTER.bootstrapServers(),
                "group.id",
                prefix.name("raw"),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
        http.close();
    }
}
