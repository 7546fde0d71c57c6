package io.driftgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.schemas.events.AccessDecision;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestProxyIT {

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
    void shouldServeWhoMayAndRefuseOthersAndRecordEach() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            String reader = world.token("alice", "orders:read");
            HttpResponse<String> served = world.call(proxy, "GET", "/orders/4711?page=2&secret=s3cret", reader);
            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(served.body()).isEqualTo("hello\n");

            HttpResponse<String> nobody = world.call(proxy, "GET", "/orders", null);
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(nobody.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(nobody.body()).contains("\"type\":\"token-missing\"").contains("\"status\":401");

            HttpResponse<String> lacking = world.call(proxy, "DELETE", "/orders/4711", reader);
            assertThat(lacking.statusCode()).isEqualTo(403);
            assertThat(lacking.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("insufficient_scope")
                    .contains("orders:write");
            assertThat(lacking.body()).contains("\"required_scopes\":[\"orders:read\",\"orders:write\"]");

            assertThat(world.call(proxy, "GET", "/nothing", reader).statusCode())
                    .isEqualTo(404);
            HttpResponse<String> other = world.call(proxy, "PATCH", "/orders", reader);
            assertThat(other.statusCode()).isEqualTo(405);
            assertThat(other.headers().firstValue("Allow")).contains("DELETE, GET, HEAD, POST");

            String foreign = world.stranger.issue("eve", "orders", List.of("orders:read"), Duration.ofMinutes(5));
            HttpResponse<String> stranger = world.call(proxy, "GET", "/orders", foreign);
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(stranger.body()).contains("token-unknown-key");
            String expired = world.issuer.issue("alice", "orders", List.of("orders:read"), Duration.ofHours(-1));
            assertThat(world.call(proxy, "GET", "/orders", expired).body()).contains("token-expired");

            // Only the first was forwarded.
            assertThat(world.upstream.seen()).hasSize(1);
            List<AccessEvent> events = world.events(7);
            assertThat(events)
                    .extracting(AccessEvent::getStatus, AccessEvent::getReason, AccessEvent::getRoute)
                    .containsExactly(
                            tuple(200, "allowed", "orders-read"),
                            tuple(401, "token-missing", "orders-read"),
                            tuple(403, "scope-missing", "orders-write"),
                            tuple(404, "route-unknown", ""),
                            tuple(405, "method-not-allowed", ""),
                            tuple(401, "token-unknown-key", "orders-read"),
                            tuple(401, "token-expired", "orders-read"));
            AccessEvent first = events.getFirst();
            assertThat(first.getPrincipal()).isEqualTo("jwt:corp/alice");
            assertThat(first.getCredentialId()).hasSize(36);
            assertThat(first.getPathTemplate()).isEqualTo("/orders/{id}");
            assertThat(first.getQueryValues()).containsOnlyKeys("page").containsEntry("page", "2");
            assertThat(first.getDecision()).isEqualTo(AccessDecision.ALLOWED);
            assertThat(first.getConfigRevision()).isEqualTo(7);
            assertThat(first.getResponseBytes()).isEqualTo(6);
            assertThat(first.getUpstreamTimeUs()).isPositive();
            assertThat(first.getId()).isEqualTo("edge/" + first.getIncarnation() + "/1");
            assertThat(events.get(1).getPrincipal()).isEqualTo("ip:127.0.0.1");
            assertThat(events.get(1).getDecision()).isEqualTo(AccessDecision.DENIED);
            assertThat(events.get(1).getUpstreamTimeUs()).isNull();
            assertThat(world.read(TopicCatalogue.ACCESS_EVENTS, AccessEvent.class))
                    .allSatisfy(record ->
                            assertThat(record.key()).isEqualTo(record.value().getPrincipal()))
                    .allSatisfy(record -> assertThat(record.value().toString())
                            .doesNotContain("s3cret")
                            .doesNotContain(reader));
            assertThatBalanceHolds(proxy, 7);
            assertThat(world.metrics(proxy))
                    .contains("driftgate_gateway_requests_total{decision=\"denied\",reason=\"scope-missing\","
                            + "route=\"orders-write\"} 1.0");
        }
    }

    @Test
    void shouldPassOnlyHeadersThatCanBeBelieved() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + proxy.address("public") + "/orders/a%20b?x=1%2B2&y=%C3%A9&z="))
                    .header("Authorization", "Bearer " + world.token("alice", "orders:read", "orders:write"))
                    .header("X-Forwarded-For", "10.0.0.1")
                    .header("X_Forwarded_Proto", "https")
                    .header("Forwarded", "for=10.0.0.1")
                    .header("Driftgate-Identity", "root")
                    .header("X-Original-URL", "/admin")
                    .header("X-HTTP-Method-Override", "DELETE")
                    .header("X-Tenant", "acme")
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .POST(HttpRequest.BodyPublishers.ofString("a body"))
                    .build();

            HttpResponse<String> answer = world.http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("a body");
            assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by", "alt-svc", "via");
            EchoUpstream.Seen seen = world.upstream.last();
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.target()).isEqualTo("/orders/a%20b?x=1%2B2&y=%C3%A9&z=");
            assertThat(seen.body()).isEqualTo("a body");
            assertThat(seen.header("x-forwarded-for")).contains("127.0.0.1");
            assertThat(seen.header("x-forwarded-proto")).contains("http");
            assertThat(seen.header("x-forwarded-host"))
                    .contains(proxy.address("public").toString());
            assertThat(seen.header("host")).contains("127.0.0.1:" + world.upstream.port());
            assertThat(seen.header("x-tenant")).contains("acme");
            assertThat(seen.headers())
                    .doesNotContainKeys(
                            "authorization",
                            "forwarded",
                            "x_forwarded_proto",
                            "driftgate-identity",
                            "x-original-url",
                            "x-http-method-override",
                            "via");
            AccessEvent event = world.events(1).getFirst();
            assertThat(event.getTraceparent()).isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            assertThat(event.getRequestBytes()).isEqualTo(6);

            assertThat(world.call(proxy, "GET", "/trusted", world.token("alice"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(world.upstream.last().header("authorization").orElseThrow())
                    .startsWith("Bearer ");
        }
    }

    @Test
    void shouldTellAnAbsentUpstreamFromASilentOne() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            HttpResponse<String> away = world.call(proxy, "GET", "/away", null);
            assertThat(away.statusCode()).isEqualTo(502);
            assertThat(away.body()).contains("upstream-unreachable");
            HttpResponse<String> slow = world.call(proxy, "GET", "/open/slow", null);
            assertThat(slow.statusCode()).isEqualTo(504);
            assertThat(slow.body()).contains("upstream-timeout");

            assertThat(world.events(2))
                    .extracting(AccessEvent::getReason)
                    .containsExactly("upstream-unreachable", "upstream-timeout");
            assertThat(world.events(2))
                    .allSatisfy(event -> assertThat(event.getDecision()).isEqualTo(AccessDecision.ALLOWED));
        }
    }

    @Test
    void shouldNotPassHalfAnAnswerOffAsAWholeOne() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            assertThatThrownBy(() -> world.call(proxy, "GET", "/open/cut", null))
                    .isInstanceOf(IOException.class);

            AccessEvent event = world.events(1).getFirst();
            assertThat(event.getReason()).isEqualTo("upstream-failed");
            assertThat(event.getDecision()).isEqualTo(AccessDecision.ALLOWED);
            assertThat(event.getStatus()).isEqualTo(200);
        }
    }

    @Test
    void shouldShutAndOpenARouteAsItsGuardSays() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            HttpResponse<String> unknown = world.call(proxy, "GET", "/guarded", null);
            assertThat(unknown.statusCode()).isEqualTo(503);
            assertThat(unknown.body()).contains("guard-unknown");

            world.guard("guarded", 1, GuardAction.NONE, Enforcement.ENFORCED);
            awaitStatus(proxy, 200);
            world.guard("guarded", 5, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw", "d-other");
            awaitStatus(proxy, 503);
            HttpResponse<String> shut = world.call(proxy, "GET", "/guarded", null);
            assertThat(shut.body()).contains("\"type\":\"route-guarded\"").contains("\"drift\":\"d-7k2mq4xw\"");
            assertThat(shut.headers().firstValue("Retry-After")).isPresent();
            assertThat(world.call(proxy, "GET", "/open", null).statusCode()).isEqualTo(200);

            // None of these may open it; the NONE after them is applied only because its version is higher.
            world.guard("guarded", 4, GuardAction.NONE, Enforcement.ENFORCED);
            world.guard("guarded", 5, GuardAction.NONE, Enforcement.ENFORCED);
            world.tombstone(TopicCatalogue.ROUTE_GUARDS, "edge/guarded");
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .until(() -> world.metrics(proxy)
                            .contains("driftgate_gateway_guards_dropped_total{reason=\"tombstone\"} 1.0"));
            assertThat(world.metrics(proxy))
                    .contains("driftgate_gateway_guards_dropped_total{reason=\"version-not-higher\"} 1.0")
                    .contains("driftgate_gateway_guards_dropped_total{reason=\"content-changed\"} 1.0");
            assertThat(world.call(proxy, "GET", "/guarded", null).statusCode()).isEqualTo(503);

            world.guard("guarded", 6, GuardAction.BLOCK, Enforcement.OBSERVED, "d-7k2mq4xw");
            awaitStatus(proxy, 200);
            world.guard("guarded", 7, GuardAction.STEP_UP, Enforcement.ENFORCED, "d-7k2mq4xw");
            awaitStatus(proxy, 503);
            world.guard("guarded", 8, GuardAction.NONE, Enforcement.ENFORCED);
            awaitStatus(proxy, 200);

            long received = world.metric(proxy, "driftgate_gateway_audit_received_total");
            List<AccessEvent> events = world.events((int) received);
            assertThat(events)
                    .filteredOn(event -> event.getReason().equals("guard-observed"))
                    .isNotEmpty()
                    .allSatisfy(event -> {
                        assertThat(event.getGuardAction()).isEqualTo(GuardAction.BLOCK);
                        assertThat(event.getEnforcement()).isEqualTo(Enforcement.OBSERVED);
                        assertThat(event.getGuardDriftId()).isEqualTo("d-7k2mq4xw");
                        assertThat(event.getStatus()).isEqualTo(200);
                    });
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .until(() -> lastStatus().getGuardVersions().equals(Map.of("guarded", 8L)));
        }
    }

    @Test
    void shouldKeepTheGuardsOverARestart() throws Exception {
        world.guard("guarded", 3, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
        }
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
        }
    }

    @Test
    void shouldServeAfterARestartOnlyUnderAGuardOfTheSameBinding() throws Exception {
        world.guard("guarded", 1, GuardAction.NONE, Enforcement.ENFORCED);
        try (IngestProxy proxy = world.start(world.config())) {
            assertThat(world.call(proxy, "GET", "/guarded", null).statusCode()).isEqualTo(200);
        }
        // It serves as soon as it is ready: the same is behind the route.
        try (IngestProxy proxy = world.start(world.config("revision: 7 => revision: 8"))) {
            assertThat(world.call(proxy, "GET", "/guarded", null).statusCode()).isEqualTo(200);
        }
        GatewayConfig changed = world.config("team: orders => team: payments");
        try (IngestProxy proxy = world.start(changed)) {
            HttpResponse<String> unknown = world.call(proxy, "GET", "/guarded", null);
            assertThat(unknown.statusCode()).isEqualTo(503);
            assertThat(unknown.body()).contains("guard-unknown");

            // Decided on the old binding: it shuts, and it does not open.
            world.guard("guarded", 2, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            awaitBody(proxy, "route-guarded");
            world.guard("guarded", 3, GuardAction.NONE, Enforcement.ENFORCED);
            awaitBody(proxy, "guard-unknown");

            String ours = world.read(TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class)
                    .getLast()
                    .value()
                    .getDigest();
            assertThat(GatewayWorld.digests(changed)).containsEntry("guarded", ours);
            world.guard(Map.of("guarded", ours), "guarded", 4, GuardAction.NONE, Enforcement.ENFORCED);
            awaitStatus(proxy, 200);
        }
    }

    @Test
    void shouldPublishBindingsAndStatusAndTakeBackWhatIsGone() throws Exception {
        GatewayConfig config = world.config();
        try (IngestProxy proxy = world.start(config)) {
            List<ConsumerRecord<String, RouteBinding>> bindings =
                    world.read(TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class);
            assertThat(bindings).hasSize(1);
            assertThat(bindings.getFirst().key()).isEqualTo("edge/guarded/edge-1");
            RouteBinding binding = bindings.getFirst().value();
            assertThat(binding.getConfigRevision()).isEqualTo(7);
            assertThat(binding.getDigest()).matches("[0-9a-f]{64}");
            assertThat(binding.getBackedBy()).hasSize(2);
            assertThat(binding.getBackedBy().getFirst().getTerraform())
                    .isEqualTo("module.orders.aws_security_group.api");
            assertThat(binding.getGuardPolicy().getActions())
                    .containsEntry("HIGH", GuardAction.BLOCK)
                    .containsEntry("MEDIUM", GuardAction.OBSERVE);
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .until(() -> lastStatus().getReady());
            GatewayStatus status = lastStatus();
            assertThat(status.getIncarnation()).isEqualTo(binding.getIncarnation());
            assertThat(status.getConfigDigest()).matches("[0-9a-f]{64}");
            assertThat(status.getEffectiveConfig()).contains("\"path_prefix\":\"/guarded\"");
            assertThat(proxy.notReady()).isEmpty();
        }
        // The same instance without the route; another instance's binding stays.
        try (IngestProxy other = world.start(world.config("instance: edge-1 => instance: edge-2"))) {
            assertThat(other.notReady()).isEmpty();
        }
        try (IngestProxy proxy = world.start(world.config("name: guarded => name: renamed"))) {
            assertThat(proxy.notReady()).isEmpty();
            List<ConsumerRecord<String, RouteBinding>> bindings =
                    world.read(TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class);
            assertThat(bindings)
                    .filteredOn(record -> record.value() == null)
                    .extracting(ConsumerRecord::key)
                    .containsExactly("edge/guarded/edge-1");
            assertThat(bindings)
                    .filteredOn(record -> record.value() != null)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrder("edge/guarded/edge-1", "edge/guarded/edge-2", "edge/renamed/edge-1");
        }
    }

    @Test
    void shouldRefuseWhatItCannotRecordBeforeItIsForwarded() throws Exception {
        // One place: the first request holds it for as long as its upstream is silent.
        GatewayConfig config = world.config("record_query_values: [page] => max_pending: 1");
        try (IngestProxy proxy = world.start(config)) {
            var slow = world.http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://" + proxy.address("public") + "/open/slow"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Awaitility.await()
                    .atMost(GatewayWorld.LONG)
                    .until(() -> !world.upstream.seen().isEmpty());

            HttpResponse<String> refused = world.call(proxy, "GET", "/open/second", null);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("audit-unavailable");
            assertThat(slow.get().statusCode()).isEqualTo(504);
            assertThat(world.upstream.seen()).hasSize(1);
            assertThat(world.events(1)).hasSize(1);
            assertThatBalanceHolds(proxy, 2);
            assertThat(world.metric(proxy, "driftgate_gateway_audit_refused_for_audit_total"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldMakeOneEventOfEachOfManyRequestsAndLoseNoneWhenItStops() throws Exception {
        int count = 300;
        try (IngestProxy proxy = world.start(world.config())) {
            String reader = world.token("alice", "orders:read");
            List<CompletableFuture<HttpResponse<String>>> calls = LongStream.range(0, count)
                    .mapToObj(i -> world.http.sendAsync(
                            HttpRequest.newBuilder(URI.create("http://" + proxy.address("public") + "/orders/" + i))
                                    .header("Authorization", "Bearer " + (i % 3 == 0 ? "x.y.z" : reader))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (var call : calls) {
                assertThat(call.get().statusCode()).isIn(200, 401);
            }
        }
        List<AccessEvent> events = world.events(count);
        assertThat(events).hasSize(count);
        assertThat(events).extracting(AccessEvent::getId).doesNotHaveDuplicates();
        assertThat(events)
                .extracting(AccessEvent::getSequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(events).filteredOn(event -> event.getStatus() == 401).hasSize(count / 3);
    }

    @Test
    void shouldStreamLargeBodiesBothWays() throws Exception {
        try (IngestProxy proxy = world.start(world.config())) {
            String body = "0123456789abcdef".repeat(256 * 1024);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + proxy.address("public") + "/open/upload"))
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .build();

            HttpResponse<String> answer = world.http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo(body);
            AccessEvent event = world.events(1).getFirst();
            assertThat(event.getRequestBytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
            assertThat(event.getResponseBytes()).isEqualTo(event.getRequestBytes());
        }
    }

    private GatewayStatus lastStatus() {
        return world.read(TopicCatalogue.GATEWAY_STATUS, GatewayStatus.class).stream()
                .map(ConsumerRecord::value)
                .reduce((a, b) -> b)
                .orElseGet(() -> GatewayStatus.newBuilder().build());
    }

    private void awaitStatus(IngestProxy proxy, int status) {
        Awaitility.await()
                .atMost(GatewayWorld.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> world.call(proxy, "GET", "/guarded", null).statusCode() == status);
    }

    private void awaitBody(IngestProxy proxy, String part) {
        Awaitility.await()
                .atMost(GatewayWorld.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> world.call(proxy, "GET", "/guarded", null).body().contains(part));
    }

    private void assertThatBalanceHolds(IngestProxy proxy, long received) {
        Awaitility.await().atMost(GatewayWorld.LONG).untilAsserted(() -> {
            assertThat(world.metric(proxy, "driftgate_gateway_audit_received_total"))
                    .isEqualTo(received);
            assertThat(world.metric(proxy, "driftgate_gateway_audit_pending")).isZero();
            assertThat(world.metric(proxy, "driftgate_gateway_audit_recorded_total")
                            + world.metric(proxy, "driftgate_gateway_audit_refused_for_audit_total"))
                    .isEqualTo(received);
        });
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }
}
