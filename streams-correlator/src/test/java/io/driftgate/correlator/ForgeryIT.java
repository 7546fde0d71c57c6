package io.driftgate.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody writes to route-guards and alerts while a route is shut; nothing keeps him from it. */
class ForgeryIT {

    private static final String ROUTE = "edge/orders";

    @TempDir
    Path folder;

    private CorrelatorWorld world;
    private Forger forger;
    private VerifiedTail<RouteGuard> guards;
    private VerifiedTail<Alert> alerts;

    @BeforeEach
    void begin() throws Exception {
        world = new CorrelatorWorld(folder);
        forger = new Forger(world.kafka(), EmbeddedCluster.shared().bootstrapServers());
        guards = new VerifiedTail<>(
                world.kafka().wholeTopic(TopicCatalogue.ROUTE_GUARDS, RouteGuard.class, world.verifier()));
        alerts = new VerifiedTail<>(world.kafka().wholeTopic(TopicCatalogue.ALERTS, Alert.class, world.verifier()));
    }

    @AfterEach
    void end() {
        alerts.close();
        guards.close();
        forger.close();
        world.close();
    }

    @Test
    void shouldPutItsGuardBackWhateverSomebodyWritesOverItAndSaySo() throws Exception {
        try (StreamsCorrelator correlator = world.start()) {
            world.begin();
            RouteGuard open = guards.awaitLast(ROUTE, guard -> guard.getAction() == GuardAction.NONE);
            ConsumerRecord<byte[], byte[]> captured =
                    forger.capture(TopicCatalogue.ROUTE_GUARDS, 1).getFirst();
            world.openToTheWorld();
            RouteGuard shut = guards.awaitLast(ROUTE, guard -> guard.getAction() == GuardAction.BLOCK);
            RouteGuard forged =
                    RouteGuard.newBuilder(open).setVersion(Long.MAX_VALUE).build();

            forger.erase(captured);
            shut = putBack(shut);
            forger.replay(captured);
            shut = putBack(shut);
            forger.writeUnsigned(TopicCatalogue.ROUTE_GUARDS, captured, forged);
            shut = putBack(shut);
            forger.writeWronglySigned(TopicCatalogue.ROUTE_GUARDS, captured, forged);
            putBack(shut);

            assertThat(inForce(correlator)).isEqualTo("BLOCK");
            tamperingShown(correlator, "route-guards " + ROUTE);
        }
        world.deleteState();
        try (StreamsCorrelator correlator = world.start()) {
            RouteGuard shut = guards.awaitLast(ROUTE, guard -> guard.getAction() == GuardAction.BLOCK);
            forger.erase(forger.capture(TopicCatalogue.ROUTE_GUARDS, 1).getFirst());
            putBack(shut);
            assertThat(inForce(correlator)).isEqualTo("BLOCK");
        }
        assertThat(guards.genuine().stream().map(RouteGuard::getVersion).distinct())
                .as("versions only rise")
                .isSorted();
        assertThat(tampering()).as("within the hour people are called once").hasSize(1);
    }

    @Test
    void shouldPutAlertsBackAndKeepShowingWhatIsOpen() throws Exception {
        Alert open;
        ConsumerRecord<byte[], byte[]> captured;
        try (StreamsCorrelator correlator = world.start()) {
            world.begin();
            guards.awaitLast(ROUTE, guard -> guard.getAction() == GuardAction.NONE);
            world.openToTheWorld();
            alerts.await(alert -> alert.getKind() == AlertKind.DRIFT);
            captured = forger.capture(TopicCatalogue.ALERTS, 1).getFirst();
            world.tellWhoDidIt();
            open = alerts.await(alert -> alert.getKind() == AlertKind.DRIFT && alert.getRevision() == 2);
            Alert over = Alert.newBuilder(open)
                    .setVersion(Long.MAX_VALUE)
                    .setRevision(9)
                    .setStatus(AlertStatus.RESOLVED)
                    .build();

            forger.erase(captured);
            alerts.awaitLast(open.getFingerprint(), open::equals);
            forger.replay(captured);
            alerts.awaitLast(open.getFingerprint(), open::equals);
            forger.writeUnsigned(TopicCatalogue.ALERTS, captured, over);
            alerts.awaitLast(open.getFingerprint(), open::equals);
            forger.writeWronglySigned(TopicCatalogue.ALERTS, captured, over);
            alerts.awaitLast(open.getFingerprint(), open::equals);

            tamperingShown(correlator, "alerts " + open.getFingerprint());
            assertThat(driftsShown(correlator)).isEqualTo(1);
        }
        world.deleteState();
        try (StreamsCorrelator correlator = world.start()) {
            forger.erase(captured);
            alerts.awaitLast(open.getFingerprint(), open::equals);
            assertThat(driftsShown(correlator)).isEqualTo(1);
        }
        assertThat(alerts.genuine().stream().filter(alert -> alert.getKind() == AlertKind.TAMPERING))
                .hasSize(1);
    }

    private RouteGuard putBack(RouteGuard before) {
        RouteGuard again = guards.awaitLast(ROUTE, guard -> guard.getVersion() > before.getVersion());
        assertThat(again.getAction()).isEqualTo(GuardAction.BLOCK);
        return again;
    }

    private List<Alert> tampering() {
        alerts.await(alert -> alert.getKind() == AlertKind.TAMPERING);
        return alerts.genuine().stream()
                .filter(alert -> alert.getKind() == AlertKind.TAMPERING)
                .toList();
    }

    private void tamperingShown(StreamsCorrelator correlator, String subject) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<JsonNode> found = shown(correlator, "TAMPERING");
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().path("subject").asText()).isEqualTo(subject);
            assertThat(found.getFirst().path("summary").asText()).contains("published its own record again");
        });
    }

    private int driftsShown(StreamsCorrelator correlator) throws Exception {
        return shown(correlator, "DRIFT").size();
    }

    private List<JsonNode> shown(StreamsCorrelator correlator, String kind) throws Exception {
        return world.get(correlator, "/v1/alerts?status=open")
                .path("items")
                .valueStream()
                .filter(alert -> alert.path("kind").asText().equals(kind))
                .toList();
    }

    private String inForce(StreamsCorrelator correlator) throws Exception {
        return world.get(correlator, "/v1/guards")
                .path("items")
                .path(0)
                .path("action")
                .asText();
    }
}
