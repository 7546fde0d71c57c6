package io.driftgate.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.collectors.publish.SnapshotPublisher;
import io.driftgate.collectors.redact.KnownMarks;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ChangeDropTest {

    private final InstantSource clock = InstantSource.system();
    /** Takes no record until it is told to, as a broker that is away. */
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(false, null, new StringSerializer(), (topic, value) -> new byte[0]) {
                @Override
                public synchronized void flush() {
                    while (errorNext(new KafkaException("away"))) {
                        // Each record that is under way fails.
                    }
                }
            };

    @Test
    void shouldThrowWhenKafkaDoesNotTakeAChangeSoThatTheFileStays() throws IOException {
        TopicPrefix prefix = TopicPrefix.NONE;
        Redactor redactor = new Redactor(SensitiveAttributes.shipped(), "k1", new byte[32]);
        Outlet outlet = new Outlet(
                producer,
                prefix,
                redactor,
                new KnownMarks(),
                new SnapshotPublisher(producer, prefix, "k1", clock),
                new ScopeStatuses(producer, prefix, "test", clock),
                new DeadLetterPublisher(producer, prefix, Service.DRIFT_COLLECTORS, clock),
                clock);
        ChangeDrop drop =
                new ChangeDrop(new CloudTrailReader("drop", Set.of("123456789012")), outlet, new SimpleMeterRegistry());
        byte[] file = Files.readAllBytes(Path.of("src/test/resources/opened-by-hand.json"));

        assertThatThrownBy(() -> drop.accept("event.json", file)).isInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> drop.accept("broken.json", new byte[] {'{'})).isInstanceOf(KafkaException.class);
        assertThat(producer.history()).hasSize(2);
    }
}
