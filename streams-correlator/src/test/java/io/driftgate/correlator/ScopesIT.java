package io.driftgate.correlator;

import static io.driftgate.correlator.CorrelatorWorld.CLOUD;
import static io.driftgate.correlator.CorrelatorWorld.CODE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silence, first contact and retirement over a real broker. A correlator listens for half a minute before it judges. */
class ScopesIT {

    private static final String OLD = "live:file:old";
    private static final String EDGE = "edge/edge-1";
    private static final Duration SILENCE_AND_MORE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final ScheduledExecutorService collectors = Executors.newSingleThreadScheduledExecutor();
    private CorrelatorWorld world;

    @BeforeEach
    void begin() throws Exception {
        world = new CorrelatorWorld(folder, "settling: {attribution_wait: 1s, pipeline_settle: 1s}\n");
    }

    @AfterEach
    void end() {
        collectors.shutdownNow();
        world.close();
    }

    @Test
    void shouldTellOfSilenceAndOfAFirstContactOnceEach() throws Exception {
        try (StreamsCorrelator correlator = world.start();
                TopicTail<Alert> alerts = new TopicTail<>(world.kafka(), TopicCatalogue.ALERTS, Alert.class);
                TopicTail<DriftRecord> drifts =
                        new TopicTail<>(world.kafka(), TopicCatalogue.DRIFT, DriftRecord.class);
                TopicTail<RouteGuard> guards =
                        new TopicTail<>(world.kafka(), TopicCatalogue.ROUTE_GUARDS, RouteGuard.class)) {
            world.bind("aws_security_group.g1");
            world.send(TopicCatalogue.GATEWAY_STATUS, EDGE, gateway());
            world.send(TopicCatalogue.COLLECTOR_STATUS, OLD, status(OLD));
            world.send(TopicCatalogue.COLLECTOR_STATUS, OLD, null);
            var unused = collectors.scheduleAtFixedRate(this::heartbeat, 0, 2, TimeUnit.SECONDS);
            world.snapshot(CODE, "s1", groups(CODE, "[\"10.0.0.0/8\"]"));
            world.snapshot(CLOUD, "s1", groups(CLOUD, "[\"0.0.0.0/0\"]"));

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

            world.send(TopicCatalogue.GATEWAY_STATUS, EDGE, gateway());
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
        try {
            for (String scope : List.of(CODE, CLOUD)) {
                world.send(TopicCatalogue.COLLECTOR_STATUS, scope, status(scope));
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
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

    private static List<ResourceState> groups(String scope, String ranges) {
        return Stream.of("g1", "g2", "g3")
                .map(name -> CorrelatorWorld.state(
                        "aws/123456789012/eu-west-1/ec2/sg-" + name + "#aws_security_group",
                        scope.equals(CODE) ? "aws_security_group." + name : "",
                        ranges))
                .toList();
    }

    private JsonNode scope(StreamsCorrelator correlator, String scope) throws Exception {
        JsonNode items = scopes(correlator, "?scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8));
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private JsonNode scopes(StreamsCorrelator correlator, String query) throws Exception {
        return world.get(correlator, "/v1/scopes" + query).path("items");
    }
}
