package io.driftgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.state.StateRefusedException;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody may write to the feedback topics as he likes: nothing opens, nothing shuts, and it is seen. */
class ForgedFeedbackIT {

    /** As the standard configuration makes them. */
    private static final int PARTITIONS = 2;

    @TempDir
    Path folder;

    private GatewayWorld world;

    @BeforeEach
    void makeWorld() throws Exception {
        world = new GatewayWorld(folder);
    }

    @AfterEach
    void endWorld() {
        world.close();
    }

    @Test
    void shouldNeitherOpenNorShutForWhatTheCorrelatorDidNotWrite() throws Exception {
        world.guard("guarded", 5, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
        world.guard("open", 1, GuardAction.NONE, Enforcement.ENFORCED);
        try (IngestProxy proxy = world.start(world.config());
                Producer<String, SpecificRecord> stranger =
                        world.kafka.signingProducer(GatewayWorld.signer(Ed25519Keys.generate(), "s1"));
                Producer<String, SpecificRecord> unknown =
                        world.kafka.signingProducer(GatewayWorld.signer(Ed25519Keys.generate(), "s9"))) {
            // One that would open and one that would shut, by each of them.
            for (Producer<String, SpecificRecord> forger : List.of(world.producer, stranger, unknown)) {
                world.write(forger, world.guardOf("guarded", 9, GuardAction.NONE));
                world.write(forger, world.guardOf("open", 9, GuardAction.BLOCK));
            }
            world.guard("guarded", 4, GuardAction.NONE, Enforcement.ENFORCED);
            world.tombstone(TopicCatalogue.ROUTE_GUARDS, "edge/guarded");
            world.write(
                    world.correlator,
                    TopicCatalogue.ROUTE_GUARDS,
                    "edge/guarded",
                    world.guardOf("open", 10, GuardAction.NONE));
            world.send(TopicCatalogue.ROUTE_GUARDS, "edge/guarded", "no Avro at all".getBytes(StandardCharsets.UTF_8));
            // The guard of one topic, written to another, with its signature.
            copy(TopicCatalogue.ROUTE_GUARDS, TopicCatalogue.REVOCATIONS);

            awaitDropped(proxy, "guards", "tombstone", 1);
            awaitDropped(proxy, "guards", "key-mismatch", 1);
            awaitDropped(proxy, "guards", "version-not-higher", 1);
            awaitDropped(proxy, "guards", "unsigned", 3);
            awaitDropped(proxy, "guards", "wrong-signature", 2);
            awaitDropped(proxy, "guards", "unknown-key", 2);
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
            assertThat(world.call(proxy, "GET", "/open", null).statusCode()).isEqualTo(200);
            // The correlator hears of it.
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .untilAsserted(() -> assertThat(conditions())
                            .extracting(Condition::getType)
                            .contains("guards-tampered", "revocations-tampered"));
            Instant since = conditions().getFirst().getSince();
            assertThat(since).isBetween(Instant.now().minusSeconds(60), Instant.now());

            // And the correlator's own word counts as before.
            world.guard("guarded", 6, GuardAction.NONE, Enforcement.ENFORCED);
            awaitAnswer(proxy, 200);
        }
    }

    @Test
    void shouldServeNoBackedRouteWhoseTopicHoldsOnlyForgedRecords() throws Exception {
        for (int version = 1; version <= 3; version++) {
            world.write(world.producer, world.guardOf("guarded", version, GuardAction.NONE));
        }
        try (IngestProxy proxy = world.start(world.config())) {
            HttpResponse<String> answer = world.call(proxy, "GET", "/guarded", null);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("guard-unknown");
            assertThat(world.metrics(proxy))
                    .contains("driftgate_gateway_guards_dropped_total{reason=\"unsigned\"} 3.0");
        }
    }

    @Test
    void shouldKeepItsGuardsWhenTheTopicWasErasedWhileItWasAway() throws Exception {
        world.guard("guarded", 2, GuardAction.NONE, Enforcement.ENFORCED);
        RouteGuard once = world.guardOf("guarded", 2, GuardAction.NONE);
        try (IngestProxy proxy = world.start(world.config())) {
            awaitAnswer(proxy, 200);
            world.guard("guarded", 5, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            awaitAnswer(proxy, 503);
        }
        erase(TopicCatalogue.ROUTE_GUARDS);
        // What compaction leaves when an old record of the correlator's was written again behind the new one.
        world.write(world.correlator, once);

        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
            awaitDropped(proxy, "guards", "topic-behind", 1);
            // Once it has started, an old record is a replay.
            world.write(world.correlator, once);
            awaitDropped(proxy, "guards", "version-not-higher", 1);
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");

            world.guard("guarded", 6, GuardAction.NONE, Enforcement.ENFORCED);
            awaitAnswer(proxy, 200);
        }
        // What it knows now opens, also from the disk alone.
        erase(TopicCatalogue.ROUTE_GUARDS);
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/guarded", null).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldOpenNothingThatItCannotKeep() throws Exception {
        world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
        try (IngestProxy proxy = world.start(world.config())) {
            // In the way of the file that is written beside the old one.
            Path inTheWay = Files.createDirectory(
                    guardsFile().resolveSibling(guardsFile().getFileName() + ".new"));
            world.guard("guarded", 2, GuardAction.NONE, Enforcement.ENFORCED);
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .untilAsserted(() -> assertThat(conditions())
                            .extracting(Condition::getType)
                            .containsExactly("guards-not-kept"));
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");

            Files.delete(inTheWay);
            awaitAnswer(proxy, 200);
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .untilAsserted(() -> assertThat(conditions()).isEmpty());
        }
    }

    @Test
    void shouldRefuseToStartOnStateThatWasTamperedWith() throws Exception {
        world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
        GatewayConfig config = world.config();
        world.start(config).close();
        String whole = Files.readString(guardsFile());
        String value = whole.replaceAll("(?s).*\"value\":\"([^\"]+)\".*", "$1");
        byte[] bytes = Base64.getDecoder().decode(value);
        bytes[bytes.length - 1] ^= 1;
        Files.writeString(guardsFile(), whole.replace(value, Base64.getEncoder().encodeToString(bytes)));

        assertThatThrownBy(() -> IngestProxy.start(config, world.prefix, InstantSource.system()))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("the record of edge/guarded is wrong-signature");

        // A person moves it away: the topic alone counts.
        Files.delete(guardsFile());
        try (IngestProxy proxy = world.start(config)) {
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
        }
    }

    @Test
    void shouldRefuseASecondGatewayOnOneStateFolder() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(proxy.notReady()).isEmpty();
            assertThatThrownBy(() -> IngestProxy.start(world.config(), world.prefix, InstantSource.system()))
                    .isInstanceOf(StateRefusedException.class)
                    .hasMessageContaining("is in use by another gateway");
        }
    }

    @Test
    void shouldRefuseARevokedTokenAndNoOther() throws Exception {
        String revoked = world.token("alice", "orders:read");
        String good = world.token("alice", "orders:read");
        String id = jti(revoked);
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/orders", revoked).statusCode())
                    .isEqualTo(200);
            // Forged revocations shut nobody out.
            world.write(world.producer, TopicCatalogue.REVOCATIONS, jti(good), revocation(jti(good), 1));
            world.write(world.correlator, TopicCatalogue.REVOCATIONS, id, revocation(id, 1));
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .until(() -> world.call(proxy, "GET", "/orders", revoked).statusCode() == 401);
            HttpResponse<String> answer = world.call(proxy, "GET", "/orders", revoked);
            assertThat(answer.body()).contains("token-revoked");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
            assertThat(world.call(proxy, "GET", "/orders", good).statusCode()).isEqualTo(200);

            // Nor does a tombstone let anybody back in.
            world.tombstone(TopicCatalogue.REVOCATIONS, id);
            awaitDropped(proxy, "revocations", "tombstone", 1);
            awaitDropped(proxy, "revocations", "unsigned", 1);
            assertThat(world.call(proxy, "GET", "/orders", revoked).statusCode())
                    .isEqualTo(401);
            long received = world.metric(proxy, "driftgate_gateway_audit_received_total");
            AccessEvent event = world.events((int) received).getLast();
            assertThat(event.getReason()).isEqualTo("token-revoked");
            assertThat(event.getCredentialId()).isEqualTo(id);
            assertThat(event.getPrincipal()).isEqualTo("ip:127.0.0.1");
        }
        erase(TopicCatalogue.REVOCATIONS);
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/orders", revoked).body()).contains("token-revoked");
        }
    }

    private static Revocation revocation(String id, long version) {
        return Revocation.newBuilder()
                .setCredentialId(id)
                .setVersion(version)
                .setCredentialExpiresAt(Instant.now().plusSeconds(300))
                .build();
    }

    private static String jti(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        return claims.replaceAll(".*\"jti\":\"([^\"]+)\".*", "$1");
    }

    private Path guardsFile() {
        return folder.resolve("state").resolve(world.prefix.name(TopicCatalogue.ROUTE_GUARDS) + ".json");
    }

    private List<Condition> conditions() {
        return world.read(TopicCatalogue.GATEWAY_STATUS, GatewayStatus.class).stream()
                .map(ConsumerRecord::value)
                .reduce((a, b) -> b)
                .map(GatewayStatus::getConditions)
                .orElse(List.of());
    }

    /** Writes the first record of a topic to another one, as it is. */
    private void copy(Topic from, Topic to) throws Exception {
        ConsumerRecord<String, byte[]> record = world.raw(from).getFirst();
        world.sendRaw(
                new ProducerRecord<>(world.prefix.name(to), null, record.key(), record.value(), record.headers()));
    }

    private void erase(Topic topic) throws Exception {
        String name = world.prefix.name(topic);
        try (Admin admin = world.kafka.admin()) {
            // A compacted topic does not let its records be deleted.
            cleanUp(admin, name, "delete");
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (int i = 0; i < PARTITIONS; i++) {
                all.put(new TopicPartition(name, i), RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
            cleanUp(admin, name, "compact");
        }
    }

    private static void cleanUp(Admin admin, String topic, String policy) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, policy), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private void awaitDropped(IngestProxy proxy, String noun, String reason, long count) {
        String line = "driftgate_gateway_" + noun + "_dropped_total{reason=\"" + reason + "\"}";
        Awaitility.await()
                .atMost(GatewayWorld.LONG)
                .untilAsserted(
                        () -> assertThat(world.metric(proxy, line)).as(line).isEqualTo(count));
    }

    private void awaitAnswer(IngestProxy proxy, int status) {
        Awaitility.await()
                .atMost(GatewayWorld.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> world.call(proxy, "GET", "/guarded", null).statusCode() == status);
    }
}
