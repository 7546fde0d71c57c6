package io.driftgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator opens one guarded route of one gateway, by name, with a reason, for a while. */
class BreakGlassIT {

    private static final String ORDER =
            "{\"route\":\"guarded\",\"action\":\"observe\",\"minutes\":30,\"reason\":\"the correlator is down, INC-7\"}";

    @TempDir
    Path folder;

    @Test
    void shouldOpenAGuardedRouteUntilItsTimeIsOverAndRecordIt() throws Exception {
        try (GatewayWorld world = new GatewayWorld(folder)) {
            world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
            InstantSource clock = () -> Instant.now().plus(ahead.get());
            try (IngestProxy proxy = world.start(world.config(), clock)) {
                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(503);

                HttpResponse<String> opened = ask(world, proxy, "POST", "", ORDER, operator(world));

                assertThat(opened.statusCode()).isEqualTo(201);
                assertThat(opened.body())
                        .contains("\"operator\":\"jwt:ops/olga\"")
                        .contains("\"until\"");
                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(200);
                assertThat(ask(world, proxy, "GET", "", null, operator(world)).body())
                        .contains("\"route\":\"guarded\"");
                assertThat(world.metric(proxy, "driftgate_gateway_break_glass")).isEqualTo(1);
                Awaitility.await()
                        .atMost(GatewayWorld.LONG)
                        .untilAsserted(() -> assertThat(conditions(world))
                                .singleElement()
                                .satisfies(condition -> {
                                    assertThat(condition.getType()).isEqualTo("break-glass");
                                    assertThat(condition.getMessage())
                                            .contains("route guarded")
                                            .contains("jwt:ops/olga")
                                            .contains("the correlator is down, INC-7");
                                }));
                AccessEvent event = world.events(2).getLast();
                assertThat(event.getReason()).isEqualTo("break-glass");
                assertThat(event.getGuardAction()).isEqualTo(GuardAction.BLOCK);
                assertThat(event.getEnforcement()).isEqualTo(Enforcement.OBSERVED);
                assertThat(event.getGuardDriftId()).isEqualTo("d-7k2mq4xw");

                ahead.set(Duration.ofMinutes(30));
                assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
                Awaitility.await()
                        .atMost(GatewayWorld.LONG)
                        .untilAsserted(() -> assertThat(conditions(world)).isEmpty());
            }
        }
    }

    @Test
    void shouldEndWhenItIsToldAndWithTheProcess() throws Exception {
        try (GatewayWorld world = new GatewayWorld(folder)) {
            world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            try (IngestProxy proxy = world.start(world.config())) {
                assertThat(ask(world, proxy, "POST", "", ORDER, operator(world)).statusCode())
                        .isEqualTo(201);
                assertThat(ask(world, proxy, "DELETE", "?route=guarded", null, operator(world))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(503);
                assertThat(ask(world, proxy, "DELETE", "?route=guarded", null, operator(world))
                                .statusCode())
                        .isEqualTo(404);

                assertThat(ask(world, proxy, "POST", "", ORDER, operator(world)).statusCode())
                        .isEqualTo(201);
                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(200);
            }
            try (IngestProxy proxy = world.start(world.config())) {
                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(503);
            }
        }
    }

    @Test
    void shouldHearNobodyWhoIsNoOperator() throws Exception {
        try (GatewayWorld world = new GatewayWorld(folder)) {
            world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            try (IngestProxy proxy = world.start(world.config())) {
                String caller =
                        world.issuer.issue("alice", "orders", List.of("driftgate:break-glass"), Duration.ofMinutes(5));
                String forged = world.stranger.issue(
                        "eve", "driftgate", List.of("driftgate:break-glass"), Duration.ofMinutes(5));
                String reader =
                        world.operators.issue("olga", "driftgate", List.of("driftgate:read"), Duration.ofMinutes(5));
                assertThat(ask(world, proxy, "POST", "", ORDER, null).statusCode())
                        .isEqualTo(401);
                assertThat(ask(world, proxy, "POST", "", ORDER, caller).statusCode())
                        .isEqualTo(401);
                assertThat(ask(world, proxy, "GET", "", null, caller).statusCode())
                        .isEqualTo(401);
                assertThat(ask(world, proxy, "POST", "", ORDER, forged).statusCode())
                        .isEqualTo(401);
                assertThat(ask(world, proxy, "POST", "", ORDER, reader).statusCode())
                        .isEqualTo(403);
                assertThat(ask(world, proxy, "POST", "", ORDER.replace("30", "61"), operator(world))
                                .statusCode())
                        .isEqualTo(400);
                assertThat(ask(world, proxy, "PUT", "", ORDER, operator(world)).statusCode())
                        .isEqualTo(405);
                assertThat(ask(world, proxy, "POST", "", "x".repeat(9000), operator(world))
                                .statusCode())
                        .isEqualTo(400);
                for (int i = 0; i < 5; i++) {
                    assertThat(ask(world, proxy, "POST", "", ORDER, forged).statusCode())
                            .isEqualTo(401);
                }
                HttpResponse<String> unheard = ask(world, proxy, "POST", "", ORDER, forged);
                assertThat(unheard.statusCode()).isEqualTo(429);
                assertThat(unheard.headers().firstValue("Retry-After")).contains("60");

                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(503);
                // Probes and scrapes are answered as before.
                assertThat(world.metrics(proxy)).contains("driftgate_gateway_break_glass 0.0");
            }
        }
    }

    @Test
    void shouldNotBeThereWhereNoOperatorsAreNamed() throws Exception {
        try (GatewayWorld world = new GatewayWorld(folder);
                IngestProxy proxy = world.start(world.configWithoutOperators())) {
            assertThat(ask(world, proxy, "GET", "", null, operator(world)).statusCode())
                    .isEqualTo(404);
            assertThat(ask(world, proxy, "POST", "", ORDER, operator(world)).statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void shouldWorkWhileThePipelineIsAway(@TempDir Path data) throws Exception {
        EmbeddedKafkaConfig broker = EmbeddedKafkaConfig.in(data.resolve("kafka"));
        EmbeddedKafka kafka = EmbeddedKafka.start(broker);
        int port = kafka.port();
        try (GatewayWorld world = new GatewayWorld(folder, kafka.bootstrapServers())) {
            world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            try (IngestProxy proxy = world.start(world.config())) {
                kafka.close();
                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(503);

                assertThat(ask(world, proxy, "POST", "", ORDER, operator(world)).statusCode())
                        .isEqualTo(201);

                assertThat(world.call(proxy, "GET", "/guarded", null).statusCode())
                        .isEqualTo(200);
                // What it did is on record once the pipeline is back.
                kafka = EmbeddedKafka.start(broker.withPort(port));
                assertThat(world.events(2))
                        .extracting(AccessEvent::getReason)
                        .containsExactly("route-guarded", "break-glass");
            }
        } finally {
            kafka.close();
        }
    }

    private static String operator(GatewayWorld world) {
        return world.operators.issue("olga", "driftgate", List.of("driftgate:break-glass"), Duration.ofHours(2));
    }

    private static List<Condition> conditions(GatewayWorld world) {
        return world.read(TopicCatalogue.GATEWAY_STATUS, GatewayStatus.class).stream()
                .map(ConsumerRecord::value)
                .reduce((a, b) -> b)
                .map(GatewayStatus::getConditions)
                .orElse(List.of());
    }

    private static HttpResponse<String> ask(
            GatewayWorld world,
            IngestProxy proxy,
            String method,
            String query,
            @Nullable String body,
            @Nullable String token)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + proxy.managementAddress() + "/break-glass" + query))
                .timeout(GatewayWorld.LONG)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return world.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
