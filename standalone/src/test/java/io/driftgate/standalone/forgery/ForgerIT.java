package io.driftgate.standalone.forgery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.proxy.IngestProxy;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody writes unsigned, wrongly signed, old and null records to every feedback topic, and no access control list keeps
 * him from it: nothing opens, nothing shuts, ours come back, and people hear of it.
 */
class ForgerIT {

    private static final String ROUTE = "edge/orders";
    private static final String OTHER = "edge/catalog";

    @TempDir
    Path folder;

    private GuardedWorld world;
    private Forger forger;
    private IngestProxy gateway;
    private String alice;
    private String bob;

    @BeforeEach
    void begin() throws Exception {
        world = new GuardedWorld(folder);
        forger = new Forger(world.kafka(), EmbeddedCluster.shared().bootstrapServers());
        gateway = world.gateway();
        alice = world.token("alice");
        bob = world.token("bob");
        awaitThat(() -> assertThat(status("/orders/1", alice)).isEqualTo(200));
        awaitThat(() -> assertThat(status("/catalog/1", alice)).isEqualTo(200));
    }

    @AfterEach
    void end() {
        forger.close();
        world.close();
    }

    @Tag("long")
    @Test
    void shouldNeitherOpenNorShutAnythingForAForgerAlsoAtAGatewayThatStartsAfterCompaction() throws Exception {
        forger.compactAtOnce(List.of(TopicCatalogue.ROUTE_GUARDS, TopicCatalogue.REVOCATIONS, TopicCatalogue.ALERTS));
        ConsumerRecord<byte[], byte[]> open = forger.capture(TopicCatalogue.ROUTE_GUARDS, ROUTE);
        // A person shuts the other route for a moment, and bob's token for good.
        world.order(
                "{'kind':'SET_GUARD','target':'" + OTHER + "','reason':'for a moment','guard_action':'BLOCK','until':'"
                        + Instant.now().plusSeconds(600) + "'}");
        awaitThat(() -> assertThat(status("/catalog/1", alice)).isEqualTo(503));
        ConsumerRecord<byte[], byte[]> setGuard = forger.capture(TopicCatalogue.OPERATOR_COMMANDS, OTHER);
        world.order("{'kind':'RELEASE_GUARD','target':'" + OTHER + "','reason':'it is over'}");
        awaitThat(() -> assertThat(status("/catalog/1", alice)).isEqualTo(200));
        world.order("{'kind':'REVOKE_CREDENTIAL','target':'" + GuardedWorld.idOf(bob) + "','reason':'it leaked'}");
        awaitThat(() -> assertThat(status("/catalog/1", bob)).isEqualTo(401));
        ConsumerRecord<byte[], byte[]> revocation = forger.capture(TopicCatalogue.REVOCATIONS, GuardedWorld.idOf(bob));
        world.order(
                "{'kind':'REVOKE_CREDENTIAL','target':'" + GuardedWorld.idOf(bob) + "','reason':'it leaked twice'}");
        world.groupIs("0.0.0.0/0");
        awaitThat(() -> assertThat(status("/orders/1", alice)).isEqualTo(503));
        Alert alert = alert();
        ConsumerRecord<byte[], byte[]> told = forger.capture(TopicCatalogue.ALERTS, alert.getFingerprint());

        forgeGuards(open);
        forgeRevocations(revocation);
        forgeOrders(setGuard);
        forgeAlerts(told, alert);

        awaitTampering(Forger.feedback());
        assertUnmoved(gateway);
        assertThat(world.screen()).contains("in the correlator's name").doesNotContain("all is well");
        forger.awaitCompaction(TopicCatalogue.ROUTE_GUARDS, open);
        forger.awaitCompaction(TopicCatalogue.REVOCATIONS, revocation);
        forger.awaitCompaction(TopicCatalogue.ALERTS, told);
        assertUnmoved(world.gateway());
        assertUnmoved(gateway);

        // What was shut when it was written opens no less for being written again, and the other way round.
        ConsumerRecord<byte[], byte[]> shut = forger.capture(TopicCatalogue.ROUTE_GUARDS, ROUTE);
        world.groupIs("10.0.0.0/8");
        awaitThat(() -> assertThat(status("/orders/1", alice)).isEqualTo(200));
        forger.replay(shut);
        forger.forge(TopicCatalogue.ROUTE_GUARDS, shut, guard(ROUTE, GuardAction.BLOCK));
        stays(() -> assertThat(status("/orders/1", alice)).isEqualTo(200));
        awaitThat(() -> assertThat(openDrifts()).isZero());
        String before = driftsOnScreen();
        forger.replay(told);
        stays(() -> {
            assertThat(openDrifts()).isZero();
            assertThat(driftsOnScreen()).isEqualTo(before);
        });
    }

    private void forgeGuards(ConsumerRecord<byte[], byte[]> open) throws Exception {
        forger.replay(open);
        forger.forge(TopicCatalogue.ROUTE_GUARDS, open, guard(ROUTE, GuardAction.NONE));
        forger.forge(TopicCatalogue.ROUTE_GUARDS, open, guard(OTHER, GuardAction.BLOCK));
        forger.forge(TopicCatalogue.ROUTE_GUARDS, OTHER, guard(OTHER, GuardAction.BLOCK));
        forger.erase(open);
    }

    private void forgeRevocations(ConsumerRecord<byte[], byte[]> genuine) throws Exception {
        String ofAlice = GuardedWorld.idOf(alice);
        forger.forge(TopicCatalogue.REVOCATIONS, ofAlice, revocation(ofAlice));
        forger.forge(
                TopicCatalogue.REVOCATIONS,
                genuine,
                Revocation.newBuilder(revocation(GuardedWorld.idOf(bob)))
                        .setCredentialExpiresAt(Instant.EPOCH)
                        .build());
        forger.replay(genuine);
        forger.erase(genuine);
    }

    private void forgeOrders(ConsumerRecord<byte[], byte[]> setGuard) throws Exception {
        forger.replay(setGuard);
        OperatorCommand order = OperatorCommand.newBuilder()
                .setId("forged")
                .setKind(CommandKind.SET_GUARD)
                .setTarget(OTHER)
                .setVersion(Long.MAX_VALUE)
                .setOperator("jwt:local/operator")
                .setReason("all is well")
                .setGuardAction(GuardAction.BLOCK)
                .setUntil(Instant.now().plusSeconds(600))
                .setOccurred(Instant.now())
                .build();
        forger.forge(TopicCatalogue.OPERATOR_COMMANDS, setGuard, order);
        forger.forge(
                TopicCatalogue.OPERATOR_COMMANDS,
                ROUTE,
                OperatorCommand.newBuilder(order)
                        .setKind(CommandKind.RELEASE_GUARD)
                        .setTarget(ROUTE)
                        .build());
        forger.erase(setGuard);
    }

    private void forgeAlerts(ConsumerRecord<byte[], byte[]> told, Alert alert) throws Exception {
        forger.forge(
                TopicCatalogue.ALERTS,
                told,
                Alert.newBuilder(alert)
                        .setVersion(Long.MAX_VALUE)
                        .setRevision(99)
                        .setStatus(AlertStatus.RESOLVED)
                        .setTitle("all is well")
                        .build());
        forger.erase(told);
    }

    /** The route is shut for its drift, the other is open, bob is nobody; and the correlator says the same. */
    private void assertUnmoved(IngestProxy of) throws Exception {
        awaitThat(() -> {
            HttpResponseBody orders = answer(of, "/orders/1", alice);
            assertThat(orders.status()).isEqualTo(503);
            assertThat(orders.body()).contains("route-guarded");
            assertThat(answer(of, "/catalog/1", alice).status()).isEqualTo(200);
            assertThat(answer(of, "/catalog/1", bob).status()).isEqualTo(401);
        });
        stays(() -> {
            assertThat(answer(of, "/orders/1", alice).body()).contains("route-guarded");
            assertThat(answer(of, "/catalog/1", alice).status()).isEqualTo(200);
            assertThat(answer(of, "/catalog/1", bob).status()).isEqualTo(401);
        });
        assertThat(world.items("/v1/guards")
                        .valueStream()
                        .filter(guard -> guard.path("key").asText().equals(ROUTE))
                        .map(guard -> guard.path("action").asText()))
                .containsExactly("BLOCK");
        assertThat(openDrifts()).isEqualTo(1);
    }

    private long openDrifts() throws Exception {
        return world.items("/v1/alerts?status=open")
                .valueStream()
                .filter(alert -> alert.path("kind").asText().equals("DRIFT"))
                .count();
    }

    private String driftsOnScreen() {
        return world.screen()
                .lines()
                .filter(line -> line.contains("aws_security_group"))
                .collect(Collectors.joining("\n"));
    }

    /** The correlator tells of every topic that was forged, and the gateway of what it met itself. */
    private void awaitTampering(List<Topic> topics) {
        awaitThat(() -> assertThat(world.items("/v1/alerts?status=open")
                        .valueStream()
                        .filter(alert -> alert.path("kind").asText().equals("TAMPERING"))
                        .map(alert -> alert.path("subject").asText().split(" ")[0])
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(topics.stream().map(Topic::name), Stream.of("edge/edge-1"))
                                .toList()));
    }

    private Alert alert() {
        String[] fingerprint = new String[1];
        awaitThat(() -> {
            JsonNode alerts = world.items("/v1/alerts?status=open");
            assertThat(alerts).hasSize(1);
            fingerprint[0] = alerts.get(0).path("fingerprint").asText();
        });
        return Alert.newBuilder().setFingerprint(fingerprint[0]).setEpisode(1).build();
    }

    private static RouteGuard guard(String route, GuardAction action) {
        return RouteGuard.newBuilder()
                .setKey(route)
                .setVersion(Long.MAX_VALUE)
                .setGateway("edge")
                .setRoute(route.substring(route.indexOf('/') + 1))
                .setAction(action)
                .setReason("all is well")
                .build();
    }

    private static Revocation revocation(String credential) {
        return Revocation.newBuilder()
                .setCredentialId(credential)
                .setVersion(Long.MAX_VALUE)
                .setRevokedBy("jwt:local/operator")
                .setReason("all is well")
                .build();
    }

    private record HttpResponseBody(int status, String body) {}

    private HttpResponseBody answer(IngestProxy of, String path, String token) throws Exception {
        var answer = world.get(of, path, token);
        return new HttpResponseBody(answer.statusCode(), answer.body());
    }

    private int status(String path, String token) throws Exception {
        return answer(gateway, path, token).status();
    }

    private static void awaitThat(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private static void stays(ThrowingRunnable assertion) {
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(assertion);
    }
}
