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
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.serde.UnwritableRecordException;
import io.driftgate.schemas.serde.UnwritableRecordException.Reason;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
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
        ChangeDrop drop = drop(producer);
        byte[] file = Files.readAllBytes(Path.of("src/test/resources/opened-by-hand.json"));

        assertThatThrownBy(() -> drop.accept("event.json", file, Instant.EPOCH)).isInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> drop.accept("broken.json", new byte[] {'{'}, Instant.EPOCH))
                .isInstanceOf(KafkaException.class);
        assertThat(producer.history()).hasSize(2);

        assertThatThrownBy(() -> drop.accept("young.json", new byte[] {'{'}, clock.instant()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("half written");
        assertThat(producer.history()).as("not set aside yet").hasSize(2);
    }

    /** Its caller chose what is in it: it must not keep the others, nor the file, from being taken. */
    @Test
    void shouldSetAsideOnlyTheChangeThatNoRecordCanHold() throws IOException {
        MockProducer<String, SpecificRecord> picky =
                new MockProducer<>(true, null, new StringSerializer(), (t, value) -> {
                    if (value.toString().contains("unwritable")) {
                        throw new UnwritableRecordException(Reason.INVALID_VALUE, "a field");
                    }
                    return new byte[0];
                });

        drop(picky).accept("event.json", three("unwritable"), Instant.EPOCH);

        assertThat(entities(picky)).hasSize(2).noneMatch(entity -> entity.contains("unwritable"));
        assertThat(reasons(picky)).containsExactly("malformed");
    }

    @Test
    void shouldSetAsideOnlyTheChangeThatIsTooLarge() throws IOException {
        MockProducer<String, SpecificRecord> small =
                new MockProducer<>(false, null, new StringSerializer(), (topic, value) -> new byte[0]) {
                    private int seen;

                    @Override
                    public synchronized void flush() {
                        while (seen < history().size()) {
                            boolean large =
                                    history().get(seen++).value().toString().contains("too-large");
                            assertThat(large ? errorNext(new RecordTooLargeException("1 MiB")) : completeNext())
                                    .isTrue();
                        }
                    }
                };

        drop(small).accept("event.json", three("too-large"), Instant.EPOCH);

        assertThat(reasons(small)).containsExactly("too-deep-or-large");
    }

    /** Whoever runs the registry mends that; until then the file stays. */
    @Test
    void shouldKeepTheFileWhenTheRegistryRefusesTheSchema() {
        MockProducer<String, SpecificRecord> refused =
                new MockProducer<>(true, null, new StringSerializer(), (t, value) -> {
                    throw new UnwritableRecordException(Reason.SCHEMA_REFUSED, "a schema");
                });

        assertThatThrownBy(() -> drop(refused).accept("event.json", three("i-3"), Instant.EPOCH))
                .isInstanceOf(UnwritableRecordException.class);
    }

    private static byte[] three(String second) throws IOException {
        String one = Files.readString(Path.of("src/test/resources/opened-by-hand.json"));
        return ("[" + one + "," + one.replace("sg-1", second) + "," + one + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> entities(MockProducer<String, SpecificRecord> producer) {
        return producer.history().stream()
                .map(record -> record.value())
                .filter(CloudChange.class::isInstance)
                .map(value -> ((CloudChange) value).getEntity())
                .toList();
    }

    private static List<String> reasons(MockProducer<String, SpecificRecord> producer) {
        return producer.history().stream()
                .map(record -> record.value())
                .filter(DeadLetter.class::isInstance)
                .map(value -> ((DeadLetter) value).getReason())
                .toList();
    }

    private ChangeDrop drop(MockProducer<String, SpecificRecord> to) {
        TopicPrefix prefix = TopicPrefix.NONE;
        Redactor redactor = new Redactor(SensitiveAttributes.shipped(), "k1", new byte[32]);
        Outlet outlet = new Outlet(
                to,
                prefix,
                redactor,
                new KnownMarks(),
                new SnapshotPublisher(to, prefix, "k1", clock),
                new ScopeStatuses(to, prefix, "test", clock),
                new DeadLetterPublisher(to, prefix, Service.DRIFT_COLLECTORS, clock),
                clock);
        return new ChangeDrop(new CloudTrailReader("drop", Set.of("123456789012")), outlet, new SimpleMeterRegistry());
    }
}
