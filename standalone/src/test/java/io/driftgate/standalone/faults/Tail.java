package io.driftgate.standalone.faults;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.driftgate.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** All that a topic holds, and what comes after, as any reader with the schemas sees it. One thread. */
final class Tail<V extends SpecificRecord> implements AutoCloseable, WholeTopic.Reader<V> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Topic topic;
    private final WholeTopic<V> whole;
    private final List<ConsumerRecord<String, V>> records = new ArrayList<>();

    Tail(KafkaAccess kafka, Topic topic, Class<V> type) {
        this.topic = topic;
        this.whole = kafka.wholeTopic(topic, type);
    }

    @Override
    public void record(ConsumerRecord<String, V> record) {
        records.add(record);
    }

    @Override
    public void unreadable(PoisonRecordException.Reason reason) {}

    /** Records with a value, after another look. */
    List<V> values() {
        return records().stream()
                .filter(record -> record.value() != null)
                .map(ConsumerRecord::value)
                .toList();
    }

    /** Records, tombstones too, after another look. */
    List<ConsumerRecord<String, V>> records() {
        do {
            whole.poll(Duration.ofMillis(50), this);
        } while (!whole.caughtUp());
        return List.copyOf(records);
    }

    /** The first that matches. */
    V await(String what, Predicate<V> wanted) {
        Awaitility.await(topic.name() + ": " + what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> values().stream().anyMatch(wanted));
        return values().stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        whole.close();
    }
}
