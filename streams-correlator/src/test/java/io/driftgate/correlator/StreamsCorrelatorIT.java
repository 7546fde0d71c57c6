package io.driftgate.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsCorrelatorIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final String ENTITY = "aws/123456789012/eu-west-1/ec2/sg-0abc";
    private static final String KEY = ENTITY + "#aws_security_group";
    private static final String CODE = "declared:terraform:file:/orders.tfstate";
    private static final String CLOUD = "live:file:lab";
    private static final String SHUT = "[\"10.0.0.0/8\"]";
    private static final String OPEN = "[\"10.0.0.0/8\",\"0.0.0.0/0\"]";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private CorrelatorConfig config;
    private TopicPrefix prefix;
    private KafkaAccess kafka;
    private Producer<String, SpecificRecord> producer;
    private LocalIssuer issuer;

    @BeforeEach
    void configure() throws Exception {
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
        prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test");
        kafka.prepare(config.topics(), TopicCatalogue.topics());
        producer = kafka.producer();
    }

    @AfterEach
    void close() {
        producer.close();
        kafka.close();
    }

    @Test
    void shouldShutARouteForDriftAndReleaseItAcrossARestart() throws Exception {
        try (TopicTail<RouteGuard> guards = new TopicTail<>(kafka, TopicCatalogue.ROUTE_GUARDS, RouteGuard.class);
                TopicTail<DriftRecord> drifts = new TopicTail<>(kafka, TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<Alert> alerts = new TopicTail<>(kafka, TopicCatalogue.ALERTS, Alert.class)) {
            try (StreamsCorrelator correlator = start()) {
                send(TopicCatalogue.ROUTE_BINDINGS, "edge/orders/edge-1", binding());
                assertThat(guards.await(guard -> true).getAction()).isEqualTo(GuardAction.NONE);
                snapshot(CODE, "aws_security_group.orders", SHUT);
                snapshot(CLOUD, "", SHUT);

                reread(OPEN);
                DriftRecord drift = drifts.await(record -> record.getStatus() == DriftStatus.DRIFTED);
                assertThat(drift.getRoutes()).containsExactly("edge/orders");
                RouteGuard guard = guards.await(record -> record.getAction() == GuardAction.BLOCK);
                assertThat(guard.getDriftIds()).containsExactly(drift.getId());
                Alert alert = alerts.await(record -> record.getStatus() == AlertStatus.OPEN);
                assertThat(alert.getDriftIds()).containsExactly(drift.getId());

                assertThat(get(correlator, "/v1/drift")
                                .path("items")
                                .path(0)
                                .path("id")
                                .asText())
                        .isEqualTo(drift.getId());
                assertThat(get(correlator, "/v1/guards")
                                .path("items")
                                .path(0)
                                .path("action")
                                .asText())
                        .isEqualTo("BLOCK");
            }
            try (StreamsCorrelator correlator = start()) {
                send(TopicCatalogue.CLOUD_CHANGES, ENTITY, byMallory());
                DriftRecord explained = drifts.await(record -> record.getAttribution() != null
                        && record.getAttribution().getCause() == Cause.MANUAL_CONSOLE);
                assertThat(explained.getEpisode()).isEqualTo(1);
                assertThat(explained.getRevision()).isEqualTo(2);

                reread(SHUT);
                assertThat(drifts.await(record -> record.getResolution() == Resolution.REVERTED)
                                .getEpisode())
                        .isEqualTo(1);
                RouteGuard released =
                        guards.await(record -> record.getAction() == GuardAction.NONE && record.getVersion() > 1);
                assertThat(released.getVersion()).isGreaterThanOrEqualTo(3);
                Alert resolved = alerts.await(record -> record.getStatus() == AlertStatus.RESOLVED);
                assertThat(resolved.getFingerprint())
                        .isEqualTo(alerts.values().getFirst().getFingerprint());
                assertThat(get(correlator, "/v1/drift").path("items")).isEmpty();
                assertThat(get(correlator, "/v1/alerts?status=resolved").path("items"))
                        .hasSize(1);
            }
            assertThat(guards.values())
                    .extracting(RouteGuard::getVersion)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldSetAsideWhatNobodyCanReadOrUseAndGoOn() throws Exception {
        try (StreamsCorrelator correlator = start();
                TopicTail<DriftRecord> drifts = new TopicTail<>(kafka, TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<DeadLetter> letters = new TopicTail<>(
                        kafka, TopicCatalogue.deadLetters(Service.STREAMS_CORRELATOR), DeadLetter.class)) {
            raw(TopicCatalogue.STATE_SNAPSHOTS, CODE, "not avro".getBytes(StandardCharsets.UTF_8));
            raw(TopicCatalogue.STATE_SNAPSHOTS, CLOUD, new byte[] {0, 0x7f, 0x7f, 0x7f, 0x7f, 1});
            send(
                    TopicCatalogue.STATE_SNAPSHOTS,
                    CLOUD,
                    SnapshotRecord.newBuilder(refreshed(SHUT))
                            .setScope("no scope at all")
                            .build());
            send(TopicCatalogue.ROUTE_BINDINGS, "edge/other/edge-1", binding());
            snapshot(CODE, "aws_security_group.orders", SHUT);
            snapshot(CLOUD, "", SHUT);
            reread(OPEN);

            assertThat(drifts.await(record -> true).getStatus()).isEqualTo(DriftStatus.DRIFTED);
            letters.await(letter -> letter.getReason().equals("not-avro-wire-format"));
            letters.await(letter -> letter.getReason().equals("unknown-schema-id"));
            DeadLetter invalid = letters.await(letter -> letter.getMessage().contains("no scope at all"));
            assertThat(invalid.getReason()).isEqualTo("record-invalid");
            assertThat(invalid.getOrigin()).contains("state-snapshots-");
            assertThat(Objects.requireNonNull(invalid.getContent()).remaining()).isEqualTo((int) invalid.getSize());
            letters.await(letter -> letter.getMessage().contains("edge/other/edge-1"));
            assertThat(correlator.notReady()).isEmpty();
        }
    }

    private StreamsCorrelator start() throws Exception {
        StreamsCorrelator correlator = StreamsCorrelator.start(config, prefix, InstantSource.system());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> correlator.notReady().isEmpty());
        return correlator;
    }

    private JsonNode get(StreamsCorrelator correlator, String path) throws Exception {
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

    private void snapshot(String scope, String address, String ranges) throws Exception {
        SnapshotRecord.Builder record = SnapshotRecord.newBuilder()
                .setScope(scope)
                .setSnapshotId("s1")
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
                        .setResource(state(address, ranges))
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

    private void reread(String ranges) throws Exception {
        send(TopicCatalogue.STATE_SNAPSHOTS, CLOUD, refreshed(ranges));
    }

    private static SnapshotRecord refreshed(String ranges) {
        return SnapshotRecord.newBuilder()
                .setKind(SnapshotKind.REFRESHED)
                .setScope(CLOUD)
                .setReadAt(Instant.now())
                .setResource(state("", ranges))
                .build();
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

    private static RouteBinding binding() {
        return RouteBinding.newBuilder()
                .setGateway("edge")
                .setRoute("orders")
                .setInstance("edge-1")
                .setIncarnation("one")
                .setBackedBy(List.of(BackingSelector.newBuilder()
                        .setTerraform("aws_security_group.orders")
                        .build()))
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

    private void send(Topic topic, String key, SpecificRecord value) throws Exception {
        producer.send(new ProducerRecord<>(prefix.name(topic), key, value)).get(30, TimeUnit.SECONDS);
    }

    private void raw(Topic topic, String key, byte[] value) throws Exception {
        try (Producer<byte[], byte[]> bytes = new KafkaProducer<>(
                Map.of("bootstrap.servers", CLUSTER.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            bytes.send(new ProducerRecord<>(prefix.name(topic), key.getBytes(StandardCharsets.UTF_8), value))
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
