package io.driftgate.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A correlator's surroundings: a real broker and registry, a signing key, one route and the security group behind it. */
final class CorrelatorWorld implements AutoCloseable {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    static final String ENTITY = "aws/123456789012/eu-west-1/ec2/sg-0abc";
    static final String KEY = ENTITY + "#aws_security_group";
    static final String CODE = "declared:terraform:file:/orders.tfstate";
    static final String CLOUD = "live:file:lab";
    static final String SHUT = "[\"10.0.0.0/8\"]";
    static final String OPEN = "[\"10.0.0.0/8\",\"0.0.0.0/0\"]";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final CorrelatorConfig config;
    private final TopicPrefix prefix;
    private final KafkaAccess kafka;
    private final Producer<String, SpecificRecord> producer;
    private final LocalIssuer issuer;
    private final TrustedSigner signer;

    CorrelatorWorld(Path folder) throws Exception {
        this(folder, "");
    }

    /** @param more lines of the correlator's file */
    CorrelatorWorld(Path folder, String more) throws Exception {
        this.folder = folder;
        issuer = LocalIssuer.open(folder.resolve("issuer.jwk"), InstantSource.system());
        Files.writeString(folder.resolve("jwks.json"), issuer.jwks());
        Ed25519Keys.Pem key = Ed25519Keys.generate();
        Files.writeString(folder.resolve("signing.key"), key.privateKey());
        signer = new TrustedSigner("s1", new Secret(key.publicKey()));
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
                """ + more);
        config = new ConfigLoader(
                        "correlator",
                        Map.of("BOOTSTRAP", CLUSTER.bootstrapServers(), "REGISTRY", CLUSTER.registryUrl()),
                        false)
                .load(CorrelatorConfig.class, file);
        prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test");
        kafka.prepare(config.topics(), TopicCatalogue.topics());
        producer = kafka.producer();
    }

    KafkaAccess kafka() {
        return kafka;
    }

    /** Whom readers of its topics believe. */
    RecordVerifier verifier() {
        return RecordVerifier.of(List.of(signer));
    }

    /** As after the loss of its disk. */
    void deleteState() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The route stands behind the group, which is as its code says. */
    void begin() throws Exception {
        bind();
        snapshot(CODE, "s1", SHUT);
        snapshot(CLOUD, "s1", SHUT);
    }

    /** The route stands behind the group, whatever that is like. */
    void bind() throws Exception {
        bind("aws_security_group.orders");
    }

    /** The route stands behind what Terraform calls so. */
    void bind(String address) throws Exception {
        send(TopicCatalogue.ROUTE_BINDINGS, "edge/orders/edge-1", binding(address));
    }

    /** Somebody opens the group to the world. */
    void openToTheWorld() throws Exception {
        reread(OPEN);
    }

    /** It becomes known who did it. */
    void tellWhoDidIt() throws Exception {
        send(TopicCatalogue.CLOUD_CHANGES, ENTITY, byMallory());
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }

    StreamsCorrelator start() throws Exception {
        StreamsCorrelator correlator = StreamsCorrelator.start(config, prefix, InstantSource.system());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> correlator.notReady().isEmpty());
        return correlator;
    }

    JsonNode get(StreamsCorrelator correlator, String path) throws Exception {
        String token = issuer.issue("tester", "driftgate", List.of("driftgate:read"), Duration.ofMinutes(5));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://" + correlator.apiAddress() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = CanonicalJson.read(answer.body());
        assertThat(body.path("complete").booleanValue()).as(answer.body()).isTrue();
        return body;
    }

    /** An order in JSON with single quotes, of {@code tester}, who may order and not ask. */
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

    /** One complete reading of a scope: of the group alone. */
    void snapshot(String scope, String id, String ranges) throws Exception {
        snapshot(scope, id, List.of(state(KEY, scope.equals(CLOUD) ? "" : "aws_security_group.orders", ranges)));
    }

    /** One complete reading of a scope. */
    void snapshot(String scope, String id, List<ResourceState> resources) throws Exception {
        SnapshotRecord.Builder record = SnapshotRecord.newBuilder()
                .setScope(scope)
                .setSnapshotId(id)
                .setReadAt(Instant.now())
                .setCovers(scope.equals(CLOUD) ? List.of("aws/123456789012/*/*") : List.of());
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.BEGAN).build());
        int seq = 0;
        for (ResourceState resource : resources) {
            send(
                    TopicCatalogue.STATE_SNAPSHOTS,
                    scope,
                    record.setKind(SnapshotKind.RESOURCE)
                            .setSeq(++seq)
                            .setResource(resource)
                            .build());
        }
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.ENDED)
                        .setSeq(++seq)
                        .setResource(null)
                        .setCount((long) resources.size())
                        .build());
    }

    /** Live alone is read again. */
    void reread(String ranges) throws Exception {
        send(TopicCatalogue.STATE_SNAPSHOTS, CLOUD, refreshed(ranges));
    }

    static SnapshotRecord refreshed(String ranges) {
        return SnapshotRecord.newBuilder()
                .setKind(SnapshotKind.REFRESHED)
                .setScope(CLOUD)
                .setReadAt(Instant.now())
                .setResource(state(KEY, "", ranges))
                .build();
    }

    /** A security group that lets these ranges in. */
    static ResourceState state(String key, String address, String ranges) {
        JsonNode attributes = CanonicalJson.read(
                "{\"name\":\"orders\",\"ingress\":[{\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\",\"cidr_blocks\":"
                        + ranges + "}]}");
        return ResourceState.newBuilder()
                .setResourceKey(key)
                .setEntity(ResourceKey.parse(key).entity().text())
                .setType(ResourceKey.parse(key).type())
                .setAddress(address)
                .setAttributes(CanonicalJson.write(attributes))
                .setAttributesDigest(CanonicalJson.sha256Hex(attributes))
                .build();
    }

    static RouteBinding binding(String address) {
        return RouteBinding.newBuilder()
                .setGateway("edge")
                .setRoute("orders")
                .setInstance("edge-1")
                .setIncarnation("one")
                .setBackedBy(List.of(
                        BackingSelector.newBuilder().setTerraform(address).build()))
                .setGuardPolicy(GuardPolicy.newBuilder()
                        .setName("internet-facing")
                        .setActions(Map.of("HIGH", GuardAction.BLOCK))
                        .build())
                .build();
    }

    private static CloudChange byMallory() {
        return CloudChange.newBuilder()
                .setEventId("e1")
                .setEntity(ENTITY)
                .setService("ec2")
                .setEventName("AuthorizeSecurityGroupIngress")
                .setChannel(Channel.CONSOLE)
                .setActor(Actor.newBuilder()
                        .setIdentityType("IAMUser")
                        .setArn("arn:aws:iam::123456789012:user/mallory")
                        .setName("mallory")
                        .build())
                .setRequestParameters("{\"cidrIp\":\"0.0.0.0/0\"}")
                .setOccurred(Instant.now())
                .build();
    }

    void send(Topic topic, String key, @Nullable SpecificRecord value) throws Exception {
        producer.send(new ProducerRecord<>(prefix.name(topic), key, value)).get(30, TimeUnit.SECONDS);
    }

    /** Bytes, whatever they are. */
    void raw(Topic topic, String key, byte[] value) throws Exception {
        try (Producer<byte[], byte[]> bytes = new KafkaProducer<>(
                Map.of("bootstrap.servers", CLUSTER.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            bytes.send(new ProducerRecord<>(prefix.name(topic), key.getBytes(StandardCharsets.UTF_8), value))
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
