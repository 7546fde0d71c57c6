package io.driftgate.proxy.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.AccessEvent;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AccessEventPublisherTest {

    private final AccessLedger ledger = new AccessLedger(10);
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(false, null, new StringSerializer(), (topic, value) -> new byte[0]);

    @Test
    void shouldSendUnderThePrincipalWithTheTraceAndGiveThePlaceBackOnlyWhenAcknowledged() throws Exception {
        try (AccessEventPublisher publisher = publisher(Duration.ofSeconds(10))) {
            publish(publisher, 1);
            await(() -> producer.history().size() == 1);
            assertThat(ledger.balance().pending()).isEqualTo(1);

            assertThat(producer.completeNext()).isTrue();

            await(() -> ledger.balance().recorded() == 1);
            ProducerRecord<String, SpecificRecord> record = producer.history().getFirst();
            assertThat(record.topic()).isEqualTo("t-access-events");
            assertThat(record.key()).isEqualTo("ip:192.0.2.1");
            assertThat(new String(
                            record.headers().lastHeader("traceparent").value(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        }
    }

    @Test
    void shouldSendAgainUntilKafkaHasItAndRefuseMeanwhile() throws Exception {
        try (AccessEventPublisher publisher = publisher(Duration.ofSeconds(10))) {
            publish(publisher, 1);
            for (int attempt = 1; attempt <= 3; attempt++) {
                int sent = attempt;
                await(() -> producer.history().size() == sent);
                assertThat(producer.errorNext(new TimeoutException("120000 ms have passed")))
                        .isTrue();
                int failed = attempt;
                await(() -> ledger.balance().failedSends() == failed);
                assertThat(ledger.balance().pending()).isEqualTo(1);
                assertThat(ledger.receive()).isFalse();
            }
            await(() -> producer.history().size() == 4);
            assertThat(producer.completeNext()).isTrue();

            await(() -> ledger.balance().recorded() == 1);
            assertThat(ids()).containsOnly("edge/i/1");
            assertThat(ledger.receive()).isTrue();
            ledger.acknowledged();
            assertThat(ledger.balance()).isEqualTo(new AccessLedger.Balance(5, 2, 0, 3, 0, 3, false));
        }
    }

    @Test
    void shouldKeepAnEventThatTheProducerThrowsAt() throws Exception {
        producer.sendException = new org.apache.kafka.common.errors.SerializationException("the registry is away");
        try (AccessEventPublisher publisher = publisher(Duration.ofSeconds(10))) {
            publish(publisher, 1);
            await(() -> ledger.balance().failedSends() > 1);
            assertThat(ledger.balance().pending()).isEqualTo(1);

            producer.sendException = null;

            await(() -> !producer.history().isEmpty());
            assertThat(producer.completeNext()).isTrue();
            await(() -> ledger.balance().recorded() == 1);
        }
    }

    @Test
    void shouldWaitForKafkaWhenItStopsButNotForEver() throws Exception {
        AccessEventPublisher publisher = publisher(Duration.ofMillis(300));
        publish(publisher, 1);
        long before = System.nanoTime();

        publisher.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        assertThat(ledger.balance().pending()).isEqualTo(1);
    }

    private AccessEventPublisher publisher(Duration drain) {
        return new AccessEventPublisher(producer, "t-access-events", ledger, Duration.ofMillis(10), drain);
    }

    private void publish(AccessEventPublisher publisher, long number) {
        assertThat(ledger.receive()).isTrue();
        publisher.publish(AccessEvent.newBuilder()
                .setId("edge/i/" + number)
                .setPrincipal("ip:192.0.2.1")
                .setTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .build());
    }

    private List<String> ids() {
        return producer.history().stream()
                .map(record -> ((AccessEvent) record.value()).getId())
                .toList();
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
