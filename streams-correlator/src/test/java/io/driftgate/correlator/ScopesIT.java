package io.driftgate.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silence, first contact and retirement over a real broker. A correlator listens for half a minute before it judges. */
class ScopesIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final String CODE = "declared:terraform:file:/orders.tfstate";
    private static final String CLOUD = "live:file:lab";
    private static final String OLD = "live:file:old";
    private static final String EDGE = "edge/edge-1";
    private static final Duration SILENCE_AND_MORE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService collectors = Executors.newSingleThreadScheduledExecutor();
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
                settling: {attribution_wait: 1s, pipeline_settle: 1s}
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
        collectors.shutdownNow();
        producer.close();
        kafka.close();
    }

    @Test
    void shouldTellOfSilenceAndOfAFirstContactOnceEach() throws Exception {
        try (StreamsCorrelator correlator = StreamsCorrelator.start(config, prefix, InstantSource.system());
                TopicTail<Alert> alerts = new TopicTail<>(kafka, TopicCatalogue.ALERTS, Alert.class);
                TopicTail<DriftRecord> drifts = new TopicTail<>(kafka, TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<RouteGuard> guards = new TopicTail<>(kafka, TopicCatalogue.ROUTE_GUARDS, RouteGuard.class)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> correlator.notReady().isEmpty());
            send(TopicCatalogue.ROUTE_BINDINGS, "edge/orders/edge-1", binding());
            send(TopicCatalogue.GATEWAY_STATUS, EDGE, gateway());
            send(TopicCatalogue.COLLECTOR_STATUS, OLD, status(OLD));
            send(TopicCatalogue.COLLECTOR_STATUS, OLD, null);
            var unused = collectors.scheduleAtFixedRate(this::heartbeat, 0, 2, TimeUnit.SECONDS);
            snapshot(CODE, "[\"10.0.0.0/8\"]");
            snapshot(CLOUD, "[\"0.0.0.0/0\"]");

            Alert summary = alerts.await(alert -> alert.getKind() == AlertKind.SCOPE_SUMMARY, SILENCE_AND_MORE);
            assertThat(summary.getSubject()).isEqualTo(CODE);
            assertThat(summary.getSeverity()).isEqualTo(Severity.HIGH);
            assertThat(summary.getDriftIds()).hasSize(3);
            Alert blind = alerts.await(alert -> alert.getKind() == AlertKind.BLIND, SILENCE_AND_MORE);
            assertThat(blind.getSubject()).isEqualTo(EDGE);
            assertThat(blind.getRoutes()).containsExactly("edge/orders");

            JsonNode edge = scope(correlator, EDGE);
            assertThat(edge.path("status").textValue()).isEqualTo("BLIND");
            assertThat(edge.path("clean").booleanValue()).isFalse();
            JsonNode code = scope(correlator, CODE);
            assertThat(code.path("status").textValue()).isEqualTo("OK");
            assertThat(code.path("clean").booleanValue()).isFalse();
            assertThat(code.path("first_sight").intValue()).isEqualTo(3);
            assertThat(code.path("resources").intValue()).isEqualTo(3);
            Awaitility.await()
                    .atMost(SILENCE_AND_MORE)
                    .untilAsserted(() -> assertThat(scopes(correlator, "").findValuesAsText("scope"))
                            .containsExactly(EDGE, CODE, CLOUD));

            send(TopicCatalogue.GATEWAY_STATUS, EDGE, gateway());
            Alert heard = alerts.await(alert -> alert.getStatus() == AlertStatus.RESOLVED);
            assertThat(heard.getFingerprint()).isEqualTo(blind.getFingerprint());
            assertThat(heard.getVersion()).isGreaterThan(blind.getVersion());
            assertThat(scope(correlator, EDGE).path("status").textValue()).isEqualTo("OK");

            assertThat(alerts.values())
                    .as("nothing but the summary, and the silence")
                    .hasSize(3);
            assertThat(drifts.await(drift -> true).getFirstSight()).isTrue();
            assertThat(guards.await(guard -> true).getAction()).isEqualTo(GuardAction.NONE);
            assertThat(guards.values()).extracting(RouteGuard::getAction).containsOnly(GuardAction.NONE);
        }
    }

    private void heartbeat() {
        for (String scope : List.of(CODE, CLOUD)) {
            var unused = producer.send(
                    new ProducerRecord<>(prefix.name(TopicCatalogue.COLLECTOR_STATUS), scope, status(scope)));
        }
    }

    private static CollectorStatus status(String scope) {
        return CollectorStatus.newBuilder()
                .setScope(scope)
                .setCollector("collectors")
                .setIntervalMs(300_000)
                .setLastSuccess(Instant.now())
                .build();
    }

    private static GatewayStatus gateway() {
        return GatewayStatus.newBuilder()
                .setGateway("edge")
                .setInstance("edge-1")
                .setEffectiveConfig("{\"of\":\"no use here\"}")
                .setReady(true)
                .build();
    }

    private static RouteBinding binding() {
        return RouteBinding.newBuilder()
                .setGateway("edge")
                .setRoute("orders")
                .setInstance("edge-1")
                .setIncarnation("one")
                .setBackedBy(List.of(BackingSelector.newBuilder()
                        .setTerraform("aws_security_group.g1")
                        .build()))
                .setGuardPolicy(GuardPolicy.newBuilder()
                        .setName("internet-facing")
                        .setActions(Map.of("HIGH", GuardAction.BLOCK))
                        .build())
                .build();
    }

    private void snapshot(String scope, String ranges) throws Exception {
        SnapshotRecord.Builder record = SnapshotRecord.newBuilder()
                .setScope(scope)
                .setSnapshotId("s1")
                .setReadAt(Instant.now())
                .setCovers(scope.equals(CLOUD) ? List.of("aws/123456789012/*/*") : List.of());
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.BEGAN).build());
        for (int i = 1; i <= 3; i++) {
            send(
                    TopicCatalogue.STATE_SNAPSHOTS,
                    scope,
                    record.setKind(SnapshotKind.RESOURCE)
                            .setSeq(i)
                            .setResource(state("g" + i, scope.equals(CODE), ranges))
                            .build());
        }
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                scope,
                record.setKind(SnapshotKind.ENDED)
                        .setSeq(4)
                        .setResource(null)
                        .setCount(3L)
                        .build());
    }

    private static ResourceState state(String name, boolean declared, String ranges) {
        String key = "aws/123456789012/eu-west-1/ec2/sg-" + name + "#aws_security_group";
        JsonNode attributes = CanonicalJson.read("{\"name\":\"" + name
                + "\",\"ingress\":[{\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\",\"cidr_blocks\":" + ranges
                + "}]}");
        return ResourceState.newBuilder()
                .setResourceKey(key)
                .setEntity(ResourceKey.parse(key).entity().text())
                .setType(ResourceKey.parse(key).type())
                .setAddress(declared ? "aws_security_group." + name : "")
                .setAttributes(CanonicalJson.write(attributes))
                .setAttributesDigest(CanonicalJson.sha256Hex(attributes))
                .build();
    }

    private JsonNode scope(StreamsCorrelator correlator, String scope) throws Exception {
        JsonNode items = scopes(correlator, "?scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8));
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private JsonNode scopes(StreamsCorrelator correlator, String query) throws Exception {
        String token = issuer.issue("tester", "driftgate", List.of("driftgate:read"), Duration.ofMinutes(5));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://" + correlator.apiAddress() + "/v1/scopes" + query))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return CanonicalJson.read(answer.body()).path("items");
    }

    private void send(Topic topic, String key, @Nullable SpecificRecord value) throws Exception {
        producer.send(new ProducerRecord<>(prefix.name(topic), key, value)).get(30, TimeUnit.SECONDS);
    }
}
