package io.driftgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away and comes back: nothing opens, nothing is served unrecorded, and no event is lost. */
class KafkaAwayIT {

    @Test
    void shouldKeepGuardsAndEventsWhileKafkaIsAway(@TempDir Path folder, @TempDir Path data) throws Exception {
        EmbeddedKafkaConfig broker = EmbeddedKafkaConfig.in(data.resolve("kafka"));
        EmbeddedKafka kafka = EmbeddedKafka.start(broker);
        int port = kafka.port();
        try (GatewayWorld world = new GatewayWorld(folder, kafka.bootstrapServers())) {
            world.guard("guarded", 1, GuardAction.BLOCK, Enforcement.ENFORCED, "d-7k2mq4xw");
            try (IngestProxy proxy = world.start(world.config("record_query_values: [page] => max_pending: 5"))) {
                assertThat(world.call(proxy, "GET", "/open", null).statusCode()).isEqualTo(200);
                assertThat(world.events(1)).hasSize(1);

                kafka.close();
                assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("route-guarded");
                for (int i = 0; i < 4; i++) {
                    assertThat(world.call(proxy, "GET", "/open", null).statusCode())
                            .isEqualTo(200);
                }
                // All places are taken by events that Kafka does not have.
                int forwarded = world.upstream.seen().size();
                assertThat(world.call(proxy, "GET", "/open", null).body()).contains("audit-unavailable");
                assertThat(world.call(proxy, "GET", "/guarded", null).body()).contains("audit-unavailable");
                assertThat(world.upstream.seen()).hasSize(forwarded);
                assertThat(world.metric(proxy, "driftgate_gateway_audit_pending"))
                        .isEqualTo(5);

                kafka = EmbeddedKafka.start(broker.withPort(port));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> world.metric(proxy, "driftgate_gateway_audit_pending") == 0);
                assertThat(world.metric(proxy, "driftgate_gateway_audit_received_total"))
                        .isEqualTo(8);
                assertThat(world.metric(proxy, "driftgate_gateway_audit_recorded_total"))
                        .isEqualTo(6);
                assertThat(world.metric(proxy, "driftgate_gateway_audit_refused_for_audit_total"))
                        .isEqualTo(2);
                List<AccessEvent> events = world.events(6);
                assertThat(events).extracting(AccessEvent::getSequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
                // It follows the guards again.
                world.guard("guarded", 2, GuardAction.NONE, Enforcement.ENFORCED);
                Awaitility.await()
                        .atMost(GatewayWorld.LONG)
                        .until(() -> world.call(proxy, "GET", "/guarded", null).statusCode() == 200);
            }
        } finally {
            kafka.close();
        }
    }
}
