package io.driftgate.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Everything that one topic holds, read committed and from its beginning. One thread. */
final class TopicLog<V> implements AutoCloseable {

    /**
     * A record that was read back.
     *
     * @param appended the broker's time of its append
     */
    record Entry<V>(String key, V value, Instant appended, TopicPartition partition, long offset) {}

    private final Consumer<String, V> consumer;
    private final List<TopicPartition> partitions;
    private final List<Entry<V>> entries = new ArrayList<>();

    /** @param consumer closed with this */
    TopicLog(Consumer<String, V> consumer, String topic) {
        this.consumer = consumer;
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(part -> new TopicPartition(part.topic(), part.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes what has come since the last time. */
    void poll(Duration atMost) {
        for (ConsumerRecord<String, V> record : consumer.poll(atMost)) {
            // Tombstones say nothing that the demo shows.
            if (record.value() != null) {
                entries.add(new Entry<>(
                        record.key(),
                        record.value(),
                        Instant.ofEpochMilli(record.timestamp()),
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset()));
            }
        }
    }

    /** Reads up to what is committed now. */
    void readToEnd(Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("the end of " + partitions + " was not reached in " + patience);
            }
            poll(Duration.ofMillis(20));
        }
    }

    int partitions() {
        return partitions.size();
    }

    Stream<Entry<V>> entries() {
        return List.copyOf(entries).stream();
    }

    Optional<Entry<V>> first(Predicate<V> wanted) {
        return entries().filter(entry -> wanted.test(entry.value())).findFirst();
    }

    Optional<Entry<V>> last(Predicate<V> wanted) {
        return entries().filter(entry -> wanted.test(entry.value())).reduce((older, newer) -> newer);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
