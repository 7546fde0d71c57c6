package io.driftgate.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicPrefix;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class DeadLetterPublisherTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
    private final DeadLetterPublisher letters = new DeadLetterPublisher(
            producer, new TopicPrefix("p."), Service.ALERT_SINKS, () -> Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void shouldKeepTheBytesOfOurOwnRecordsUnderTheirOwnKey() throws Exception {
        var unused = letters.publishOwn("key", "corrupt-body", "no alert", "p.alerts-0@7", CONTENT)
                .get();

        ProducerRecord<String, SpecificRecord> sent = producer.history().getFirst();
        DeadLetter letter = (DeadLetter) sent.value();
        assertThat(sent.topic()).isEqualTo("p.alert-sinks-dead-letters");
        assertThat(sent.key()).isEqualTo("key");
        assertThat(letter.getOrigin()).isEqualTo("p.alerts-0@7");
        assertThat(letter.getContent()).isEqualTo(ByteBuffer.wrap(CONTENT));
        assertThat(letter.getSize()).isEqualTo(3);
    }

    @Test
    void shouldMeasureButNotKeepWhatIsForeignOrTooLarge() throws Exception {
        var foreign = letters.publish("not-json", "broken", "a.json", CONTENT).get();
        var large = letters.publishOwn("key", "corrupt-body", "large", "p.alerts-0@8", new byte[512 * 1024 + 1])
                .get();

        assertThat(foreign.topic()).isEqualTo(large.topic());
        assertThat(producer.history())
                .extracting(record -> ((DeadLetter) record.value()).getContent())
                .containsOnlyNulls();
        assertThat(producer.history())
                .extracting(record -> ((DeadLetter) record.value()).getSize())
                .containsExactly(3L, 512L * 1024 + 1);
    }
}
