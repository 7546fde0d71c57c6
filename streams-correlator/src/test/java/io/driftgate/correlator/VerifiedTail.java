package io.driftgate.correlator;

import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.schemas.serde.PoisonRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** All records of a topic, in each partition's order, as a reader sees them who verifies. */
final class VerifiedTail<V> implements AutoCloseable {

    private final WholeTopic<Attested<V>> topic;
    private final List<ConsumerRecord<String, Attested<V>>> records = new ArrayList<>();

    VerifiedTail(WholeTopic<Attested<V>> topic) {
        this.topic = topic;
    }

    /** The genuine record that stands last under a key: what compaction would leave. */
    V awaitLast(String key, Predicate<V> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .until(() -> last(key).filter(wanted).isPresent());
        return last(key).orElseThrow();
    }

    /** The first genuine record that is so. */
    V await(Predicate<V> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    poll();
                    return genuine().stream().anyMatch(wanted);
                });
        return genuine().stream().filter(wanted).findFirst().orElseThrow();
    }

    List<V> genuine() {
        List<V> values = new ArrayList<>();
        for (ConsumerRecord<String, Attested<V>> record : records) {
            if (record.value() instanceof Genuine<V> genuine) {
                values.add(genuine.value());
            }
        }
        return values;
    }

    /** Nothing when what stands last is not genuine. */
    private Optional<V> last(String key) {
        poll();
        return records.reversed().stream()
                .filter(record -> key.equals(record.key()))
                .findFirst()
                .flatMap(record ->
                        record.value() instanceof Genuine<V> genuine ? Optional.of(genuine.value()) : Optional.empty());
    }

    private void poll() {
        topic.poll(Duration.ofMillis(50), new WholeTopic.Reader<>() {
            @Override
            public void record(ConsumerRecord<String, Attested<V>> record) {
                records.add(record);
            }

            @Override
            public void unreadable(PoisonRecordException.Reason reason) {
                throw new AssertionError("a record that a verifying reader should not fail on: " + reason);
            }
        });
    }

    @Override
    public void close() {
        topic.close();
    }
}
