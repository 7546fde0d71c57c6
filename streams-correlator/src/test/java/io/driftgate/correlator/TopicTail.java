package io.driftgate.correlator;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** Reads a topic from its beginning, committed records only, and waits for what it should hold. */
final class TopicTail<V extends SpecificRecord> implements AutoCloseable {

    private final Consumer<String, V> consumer;
    private final List<ConsumerRecord<String, V>> records = new ArrayList<>();

    TopicTail(KafkaAccess kafka, Topic topic, Class<V> type) {
        this.consumer = kafka.consumer("tail-" + UUID.randomUUID(), type);
        consumer.subscribe(List.of(kafka.prefix().name(topic)));
    }

    /** The first record that is so, now or within 30 s. */
    V await(Predicate<V> wanted) {
        return await(wanted, Duration.ofSeconds(30));
    }

    /** The first record that is so, now or within a time. */
    V await(Predicate<V> wanted, Duration within) {
        Awaitility.await().atMost(within).pollDelay(Duration.ZERO).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            return values().stream().anyMatch(wanted);
        });
        return values().stream().filter(wanted).findFirst().orElseThrow();
    }

    List<V> values() {
        List<V> values = new ArrayList<>();
        for (ConsumerRecord<String, V> record : records) {
            if (record.value() != null) {
                values.add(record.value());
            }
        }
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
