package io.driftgate.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsCorrelatorIT {

    private static final String CODE = "declared:terraform:file:/orders.tfstate";
    private static final String CLOUD = "live:file:lab";
    private static final String SHUT = "[\"10.0.0.0/8\"]";
    private static final String OPEN = "[\"10.0.0.0/8\",\"0.0.0.0/0\"]";

    @TempDir
    Path folder;

    private CorrelatorWorld world;

    @BeforeEach
    void begin() throws Exception {
        world = new CorrelatorWorld(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void shouldShutARouteForDriftAndReleaseItAcrossARestart() throws Exception {
        try (TopicTail<RouteGuard> guards =
                        new TopicTail<>(world.kafka(), TopicCatalogue.ROUTE_GUARDS, RouteGuard.class);
                TopicTail<DriftRecord> drifts =
                        new TopicTail<>(world.kafka(), TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<Alert> alerts = new TopicTail<>(world.kafka(), TopicCatalogue.ALERTS, Alert.class)) {
            try (StreamsCorrelator correlator = world.start()) {
                world.bind();
                assertThat(guards.await(guard -> true).getAction()).isEqualTo(GuardAction.NONE);
                world.snapshot(CODE, "s1", SHUT);
                world.snapshot(CLOUD, "s1", SHUT);

                world.reread(OPEN);
                DriftRecord drift = drifts.await(record -> record.getStatus() == DriftStatus.DRIFTED);
                assertThat(drift.getRoutes()).containsExactly("edge/orders");
                RouteGuard guard = guards.await(record -> record.getAction() == GuardAction.BLOCK);
                assertThat(guard.getDriftIds()).containsExactly(drift.getId());
                Alert alert = alerts.await(record -> record.getStatus() == AlertStatus.OPEN);
                assertThat(alert.getDriftIds()).containsExactly(drift.getId());

                assertThat(world.get(correlator, "/v1/drift")
                                .path("items")
                                .path(0)
                                .path("id")
                                .asText())
                        .isEqualTo(drift.getId());
                assertThat(world.get(correlator, "/v1/guards")
                                .path("items")
                                .path(0)
                                .path("action")
                                .asText())
                        .isEqualTo("BLOCK");
            }
            try (StreamsCorrelator correlator = world.start()) {
                world.tellWhoDidIt();
                DriftRecord explained = drifts.await(record -> record.getAttribution() != null
                        && record.getAttribution().getCause() == Cause.MANUAL_CONSOLE);
                assertThat(explained.getEpisode()).isEqualTo(1);
                assertThat(explained.getRevision()).isEqualTo(2);

                world.reread(SHUT);
                assertThat(drifts.await(record -> record.getResolution() == Resolution.REVERTED)
                                .getEpisode())
                        .isEqualTo(1);
                RouteGuard released =
                        guards.await(record -> record.getAction() == GuardAction.NONE && record.getVersion() > 1);
                assertThat(released.getVersion()).isGreaterThanOrEqualTo(3);
                Alert resolved = alerts.await(record -> record.getStatus() == AlertStatus.RESOLVED);
                assertThat(resolved.getFingerprint())
                        .isEqualTo(alerts.values().getFirst().getFingerprint());
                assertThat(world.get(correlator, "/v1/drift").path("items")).isEmpty();
                Awaitility.await()
                        .untilAsserted(() -> assertThat(world.get(correlator, "/v1/alerts?status=resolved")
                                        .path("items"))
                                .hasSize(1));
            }
            assertThat(guards.values())
                    .extracting(RouteGuard::getVersion)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldSetAsideWhatNobodyCanReadOrUseAndGoOn() throws Exception {
        try (StreamsCorrelator correlator = world.start();
                TopicTail<DriftRecord> drifts =
                        new TopicTail<>(world.kafka(), TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<DeadLetter> letters = new TopicTail<>(
                        world.kafka(), TopicCatalogue.deadLetters(Service.STREAMS_CORRELATOR), DeadLetter.class)) {
            world.raw(TopicCatalogue.STATE_SNAPSHOTS, CODE, "not avro".getBytes(StandardCharsets.UTF_8));
            world.raw(TopicCatalogue.STATE_SNAPSHOTS, CLOUD, new byte[] {0, 0x7f, 0x7f, 0x7f, 0x7f, 1});
            world.send(
                    TopicCatalogue.STATE_SNAPSHOTS,
                    CLOUD,
                    SnapshotRecord.newBuilder(CorrelatorWorld.refreshed(SHUT))
                            .setScope("no scope at all")
                            .build());
            world.send(
                    TopicCatalogue.ROUTE_BINDINGS,
                    "edge/other/edge-1",
                    CorrelatorWorld.binding("aws_security_group.orders"));
            world.snapshot(CODE, "s1", SHUT);
            world.snapshot(CLOUD, "s1", SHUT);
            world.reread(OPEN);

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
}
