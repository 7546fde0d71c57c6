package io.driftgate.correlator.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.command.CommandSink.IdInUse;
import io.driftgate.correlator.command.CommandSink.NotTaken;
import io.driftgate.correlator.command.CommandSink.Receipt;
import io.driftgate.correlator.command.CommandSink.Taken;
import io.driftgate.correlator.command.CommandSink.Unknown;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandPublisherTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final String WHO = "jwt:local/alice";

    private long known;
    private MockProducer<String, SpecificRecord> producer = producer(true);
    private CommandPublisher publisher = publisher(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void shouldWriteAnOrderUnderItsTarget() {
        OperatorCommand command = taken(publisher.send(draft("edge/orders"), WHO, Optional.of(ID)));

        assertThat(command.getId()).isEqualTo(ID.toString());
        assertThat(command.getOperator()).isEqualTo(WHO);
        assertThat(command.getVersion()).isEqualTo(NOW.toEpochMilli());
        assertThat(command.getOccurred()).isEqualTo(NOW);
        ProducerRecord<String, SpecificRecord> written = producer.history().getFirst();
        assertThat(written.topic()).isEqualTo("p-operator-commands");
        assertThat(written.key()).isEqualTo("edge/orders");
        assertThat(written.value()).isEqualTo(command);
    }

    @Test
    void shouldGiveEachOrderAHigherVersionThoughTheClockStandsStill() {
        for (int i = 0; i < 5; i++) {
            taken(publisher.send(draft("edge/orders"), WHO, Optional.empty()));
        }

        assertThat(producer.history())
                .extracting(record -> ((OperatorCommand) record.value()).getVersion())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(producer.history())
                .extracting(record -> ((OperatorCommand) record.value()).getId())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldGoAboveWhatIsKnownThoughTheClockWasSetBack() {
        known = NOW.toEpochMilli() + 3_600_000;

        assertThat(taken(publisher.send(draft("edge/orders"), WHO, Optional.empty()))
                        .getVersion())
                .isEqualTo(known + 1);
    }

    @Test
    void shouldAnswerTheSameOrderAgainAndGiveItOnce() {
        OperatorCommand first = taken(publisher.send(draft("edge/orders"), WHO, Optional.of(ID)));

        assertThat(publisher.send(draft("edge/orders"), WHO, Optional.of(ID))).isEqualTo(new Taken(first));
        assertThat(publisher.send(draft("edge/other"), WHO, Optional.of(ID))).isEqualTo(new IdInUse());
        assertThat(publisher.send(draft("edge/orders"), "jwt:local/bob", Optional.of(ID)))
                .isEqualTo(new IdInUse());
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldSayThatNobodyKnowsWhenTheAcknowledgementDoesNotCome() {
        restart(producer(false), Duration.ofMillis(50));

        Receipt receipt = publisher.send(draft("edge/orders"), WHO, Optional.of(ID));

        assertThat(receipt).isEqualTo(new Unknown(ID.toString()));
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldNeverBeginWhatNobodyWaitsForAnyMore() throws InterruptedException {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        restart(
                new MockProducer<>(
                        true, new RoundRobinPartitioner(), new StringSerializer(), (topic, value) -> new byte[0]) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<String, SpecificRecord> record) {
                        try {
                            kafkaIsBack.await();
                        } catch (InterruptedException told) {
                            Thread.currentThread().interrupt();
                        }
                        return super.send(record);
                    }
                },
                Duration.ofMillis(50));

        assertThat(publisher.send(draft("edge/one"), WHO, Optional.of(ID))).isEqualTo(new Unknown(ID.toString()));
        assertThat(publisher.send(draft("edge/two"), WHO, Optional.empty())).isEqualTo(new NotTaken());

        kafkaIsBack.countDown();
        // One writer in order: once a later order is through, the one in between was passed over.
        org.awaitility.Awaitility.await()
                .until(() -> publisher.send(draft("edge/three"), WHO, Optional.empty()) instanceof Taken);
        assertThat(producer.history())
                .extracting(ProducerRecord::key)
                .contains("edge/one")
                .doesNotContain("edge/two");
    }

    @Test
    void shouldSayThatItIsNotTakenWhenKafkaRefusesIt() {
        producer.sendException = new TopicAuthorizationException("p-operator-commands");

        assertThat(publisher.send(draft("edge/orders"), WHO, Optional.of(ID))).isEqualTo(new NotTaken());

        producer.sendException = null;
        assertThat(publisher.send(draft("edge/orders"), WHO, Optional.of(ID))).isInstanceOf(Taken.class);
    }

    @Test
    void shouldTakeNothingOnceClosed() {
        publisher.close();

        assertThat(publisher.send(draft("edge/orders"), WHO, Optional.of(ID))).isEqualTo(new NotTaken());
        assertThat(List.copyOf(producer.history())).isEmpty();
    }

    private void restart(MockProducer<String, SpecificRecord> with, Duration patience) {
        publisher.close();
        producer = with;
        publisher = publisher(patience);
    }

    private CommandPublisher publisher(Duration patience) {
        return new CommandPublisher(
                producer, new TopicPrefix("p-"), target -> known, patience, InstantSource.fixed(NOW));
    }

    private static MockProducer<String, SpecificRecord> producer(boolean acknowledges) {
        return new MockProducer<>(
                acknowledges, new RoundRobinPartitioner(), new StringSerializer(), (topic, value) -> new byte[0]);
    }

    private static CommandDraft draft(String target) {
        return new CommandDraft(CommandKind.RELEASE_GUARD, target, "looked at", Optional.empty(), Optional.empty());
    }

    private static OperatorCommand taken(Receipt receipt) {
        assertThat(receipt).isInstanceOf(Taken.class);
        return ((Taken) receipt).command();
    }
}
