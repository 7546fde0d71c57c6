package io.driftgate.correlator;

import static io.driftgate.correlator.CorrelatorWorld.CLOUD;
import static io.driftgate.correlator.CorrelatorWorld.CODE;
import static io.driftgate.correlator.CorrelatorWorld.KEY;
import static io.driftgate.correlator.CorrelatorWorld.OPEN;
import static io.driftgate.correlator.CorrelatorWorld.SHUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardKind;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.json.CanonicalJson;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons' orders from the API to what comes of them, over a real broker and registry. */
class OrdersIT {

    private static final String TESTER = "jwt:local/tester";

    @TempDir
    Path folder;

    private CorrelatorWorld world;

    @BeforeEach
    void prepare() throws Exception {
        world = new CorrelatorWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldAcceptDriftUntilItsTimeAcrossARestartAndShutTheRouteAgain() throws Exception {
        try (TopicTail<RouteGuard> guards = tail(TopicCatalogue.ROUTE_GUARDS, RouteGuard.class);
                TopicTail<DriftRecord> drifts = tail(TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<Alert> alerts = tail(TopicCatalogue.ALERTS, Alert.class);
                TopicTail<OperatorAction> actions = tail(TopicCatalogue.OPERATOR_ACTIONS, OperatorAction.class)) {
            Instant until;
            try (StreamsCorrelator correlator = world.start()) {
                world.begin();
                guards.await(guard -> guard.getAction() == GuardAction.NONE);
                assertThat(accept(correlator, Instant.now().plusSeconds(60)).statusCode())
                        .as("nothing is open")
                        .isEqualTo(404);
                world.reread(OPEN);
                guards.await(guard -> guard.getAction() == GuardAction.BLOCK);

                until = Instant.now().plusSeconds(25).truncatedTo(ChronoUnit.MILLIS);
                HttpResponse<String> taken = accept(correlator, until);

                assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
                DriftRecord accepted = drifts.await(drift -> drift.getResolution() == Resolution.ACCEPTED);
                assertThat(accepted.getStatus()).isEqualTo(DriftStatus.DRIFTED);
                assertThat(accepted.getAcceptedBy()).isEqualTo(TESTER);
                assertThat(accepted.getAcceptedUntil()).isEqualTo(until);
                last(guards, guard -> guard.getAction() == GuardAction.NONE);
                Alert resolved = alerts.await(alert -> alert.getStatus() == AlertStatus.RESOLVED);
                assertThat(resolved.getResolution()).isEqualTo(Resolution.ACCEPTED);
                OperatorAction action = actions.await(one -> one.getKind() == CommandKind.ACCEPT_DRIFT);
                JsonNode answer = CanonicalJson.read(taken.body());
                assertThat(action.getCommandId()).isEqualTo(answer.path("id").textValue());
                assertThat(action.getTarget()).isEqualTo(KEY);
                assertThat(action.getOperator()).isEqualTo(TESTER);
                assertThat(action.getReason()).isEqualTo("the office moves");
                assertThat(action.getBefore()).contains("open, behind edge/orders");
                assertThat(action.getAfter()).contains("accepted by " + TESTER);
            }
            try (StreamsCorrelator correlator = world.start()) {
                world.reread(OPEN);
                DriftRecord again = drifts.await(drift -> drift.getEpisode() == 2);
                assertThat(again.getOpenedAt()).isEqualTo(until);
                assertThat(again.getDifferences().getFirst().getReason()).contains("which has passed");
                last(guards, guard -> guard.getAction() == GuardAction.BLOCK);
                assertThat(guards.values().getLast().getReason()).contains("which has passed");
                assertThat(correlator.notReady()).isEmpty();
            }
            assertThat(guards.values())
                    .extracting(RouteGuard::getVersion)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldCountAFirstSightOnceLookedAtAndLetPersonsSetAndReleaseGuards() throws Exception {
        try (StreamsCorrelator correlator = world.start();
                TopicTail<RouteGuard> guards = tail(TopicCatalogue.ROUTE_GUARDS, RouteGuard.class);
                TopicTail<DriftRecord> drifts = tail(TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<Alert> alerts = tail(TopicCatalogue.ALERTS, Alert.class);
                TopicTail<OperatorAction> actions = tail(TopicCatalogue.OPERATOR_ACTIONS, OperatorAction.class)) {
            world.bind();
            world.snapshot(CODE, "s1", SHUT);
            world.snapshot(CLOUD, "s1", OPEN);
            DriftRecord first = drifts.await(drift -> drift.getStatus() == DriftStatus.DRIFTED);
            assertThat(first.getFirstSight()).isTrue();
            guards.await(guard -> guard.getAction() == GuardAction.NONE);

            ordered(correlator, "{'kind':'BASELINE_SCOPE','target':'" + CODE + "','reason':'looked at'}");

            assertThat(drifts.await(drift -> !drift.getFirstSight()).getEpisode())
                    .isEqualTo(1);
            last(guards, guard -> guard.getAction() == GuardAction.BLOCK);
            alerts.await(alert ->
                    alert.getStatus() == AlertStatus.OPEN && alert.getDriftIds().contains(first.getId()));
            ordered(correlator, "{'kind':'RELEASE_GUARD','target':'edge/orders','reason':'open it'}");
            assertThat(actions.await(action -> action.getReason().equals("open it"))
                            .getAfter())
                    .startsWith("not applied: it stands for drift that is open: " + first.getId());

            world.snapshot(CODE, "s2", OPEN);
            drifts.await(drift -> drift.getResolution() == Resolution.ABSORBED);
            last(
                    guards,
                    guard -> guard.getAction() == GuardAction.BLOCK
                            && guard.getReason().contains("a person must release"));
            ordered(correlator, "{'kind':'RELEASE_GUARD','target':'edge/orders','reason':'it is wanted'}");
            last(guards, guard -> guard.getAction() == GuardAction.NONE);
            assertThat(guards.values().getLast().getOperator()).isEqualTo(TESTER);

            Instant until = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.MILLIS);
            ordered(
                    correlator,
                    "{'kind':'SET_GUARD','target':'edge/plain','reason':'we are attacked','guard_action':'BLOCK','until':'"
                            + until + "'}");
            RouteGuard set = guards.await(guard -> guard.getKey().equals("edge/plain"));
            assertThat(set.getKind()).isEqualTo(GuardKind.MANUAL);
            assertThat(set.getAction()).isEqualTo(GuardAction.BLOCK);
            assertThat(set.getOperator()).isEqualTo(TESTER);
            assertThat(set.getExpiresAt()).isEqualTo(until);
            // Nothing else happens: the clock ends it.
            RouteGuard ended =
                    guards.await(guard -> guard.getKey().equals("edge/plain") && guard.getAction() == GuardAction.NONE);
            assertThat(ended.getOccurred()).isAfterOrEqualTo(until);
            assertThat(ended.getVersion()).isGreaterThan(set.getVersion());

            // By now the scope has come to rest: what came of the first order is written down when the scope is heard
            // of.
            world.send(
                    TopicCatalogue.COLLECTOR_STATUS,
                    CODE,
                    CollectorStatus.newBuilder()
                            .setScope(CODE)
                            .setOccurred(Instant.now())
                            .build());
            OperatorAction baseline = actions.await(action -> action.getKind() == CommandKind.BASELINE_SCOPE);
            assertThat(baseline.getOperator()).isEqualTo(TESTER);
            assertThat(baseline.getBefore()).contains("1 of them from the first comparison");
            assertThat(baseline.getAfter()).contains("baselined");
        }
    }

    @Test
    void shouldTakeEveryOrderOfAPersonAndNoneOfAForger() throws Exception {
        String revoke = "{'kind':'REVOKE_CREDENTIAL','target':'4f8c-11','reason':'it leaked'}";
        String rescan = "{'kind':'RESCAN_SCOPE','target':'" + CLOUD + "','reason':'again'}";
        OperatorCommand forged = OperatorCommand.newBuilder()
                .setId("forged")
                .setKind(CommandKind.REVOKE_CREDENTIAL)
                .setTarget("4f8c-11")
                .setVersion(Long.MAX_VALUE)
                .setOperator("jwt:local/root")
                .setReason("forged")
                .build();
        try (StreamsCorrelator correlator = world.start();
                Forger forger =
                        new Forger(world.kafka(), EmbeddedCluster.shared().bootstrapServers());
                VerifiedTail<Revocation> revocations = new VerifiedTail<>(
                        world.kafka().wholeTopic(TopicCatalogue.REVOCATIONS, Revocation.class, world.verifier()));
                TopicTail<Alert> alerts = tail(TopicCatalogue.ALERTS, Alert.class);
                TopicTail<OperatorAction> actions = tail(TopicCatalogue.OPERATOR_ACTIONS, OperatorAction.class)) {
            ordered(correlator, revoke);
            actions.await(action -> action.getTarget().equals("4f8c-11"));
            ConsumerRecord<byte[], byte[]> captured =
                    forger.capture(TopicCatalogue.OPERATOR_COMMANDS, 1).getFirst();

            forger.replay(captured);
            forger.writeUnsigned(TopicCatalogue.OPERATOR_COMMANDS, captured, forged);
            forger.writeWronglySigned(TopicCatalogue.OPERATOR_COMMANDS, captured, forged);
            forger.erase(captured);
            assertThat(world.order(correlator, rescan).statusCode())
                    .as("nobody reads such a scope")
                    .isEqualTo(404);
            world.snapshot(CLOUD, "s1", SHUT);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> world.order(correlator, rescan).statusCode() == 202);
            ordered(correlator, revoke.replace("it leaked", "once more"));

            actions.await(action -> action.getKind() == CommandKind.RESCAN_SCOPE);
            OperatorAction second = actions.await(action -> action.getReason().equals("once more"));
            assertThat(second.getBefore()).isEqualTo("revoked by " + TESTER);
            assertThat(actions.values()).extracting(OperatorAction::getOperator).containsOnly(TESTER);
            assertThat(actions.values())
                    .filteredOn(action -> action.getKind() == CommandKind.REVOKE_CREDENTIAL)
                    .hasSize(2);
            alerts.await(alert -> alert.getKind() == AlertKind.TAMPERING);

            Revocation last = revocations.awaitLast(
                    "4f8c-11", revocation -> revocation.getReason().equals("once more"));
            assertThat(last.getRevokedBy()).isEqualTo(TESTER);
            forger.erase(forger.capture(TopicCatalogue.REVOCATIONS, 2).getFirst());
            assertThat(revocations
                            .awaitLast("4f8c-11", again -> again.getVersion() > last.getVersion())
                            .getReason())
                    .as("what was erased is put back")
                    .isEqualTo("once more");
            assertThat(revocations.genuine())
                    .extracting(Revocation::getVersion)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(correlator.notReady()).isEmpty();
        }
    }

    private <V extends SpecificRecord> TopicTail<V> tail(Topic topic, Class<V> type) {
        return new TopicTail<>(world.kafka(), topic, type);
    }

    private HttpResponse<String> accept(StreamsCorrelator correlator, Instant until) throws Exception {
        return world.order(
                correlator,
                "{'kind':'ACCEPT_DRIFT','target':'" + KEY + "','reason':'the office moves','until':'" + until + "'}");
    }

    private void ordered(StreamsCorrelator correlator, String json) throws Exception {
        HttpResponse<String> answer = world.order(correlator, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** Until the newest record is so. */
    private static <V extends SpecificRecord> void last(TopicTail<V> tail, Predicate<V> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            tail.await(record -> true);
            return wanted.test(tail.values().getLast());
        });
    }
}
