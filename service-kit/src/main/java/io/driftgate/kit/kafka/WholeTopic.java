package io.driftgate.kit.kafka;

import io.driftgate.schemas.serde.PoisonRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;

/**
 * Reads all of a topic, every partition from its beginning, and then what comes after: for a small compacted topic that
 * each instance keeps in memory. It has no group and commits nothing, so every start reads all again. One thread, but for
 * {@link #stop}.
 *
 * @param <V> the values' type
 */
public final class WholeTopic<V> implements AutoCloseable {

    /** Takes what was read. */
    public interface Reader<V> {
        /** A record; its value is null for a tombstone, its key may be. */
        void record(ConsumerRecord<String, V> record);

        /** A record that no reader of this type can ever read; it is passed over. */
        void unreadable(PoisonRecordException.Reason reason);
    }

    private final Consumer<String, V> consumer;
    private final String topic;
    private Map<TopicPartition, Long> ends = Map.of();
    private boolean caughtUp;

    /** @param consumer read-committed and without a group; closed with this */
    WholeTopic(Consumer<String, V> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /**
     * Reads on. After an exception, also one of the reader's own, the same call may be made again: nothing was passed over,
     * and a record at which the reader failed comes again.
     *
     * @param wait how long to wait for a record at most
     * @throws KafkaException when Kafka or the registry cannot be asked now
     */
    public void poll(Duration wait, Reader<V> reader) {
        if (ends.isEmpty()) {
            begin();
        }
        try {
            read(consumer.poll(wait), reader);
        } catch (RecordDeserializationException unreadable) {
            // Only what will never be readable is passed over; an absent registry is waited for.
            if (!(unreadable.getCause() instanceof PoisonRecordException poison)) {
                throw unreadable;
            }
            consumer.seek(unreadable.topicPartition(), unreadable.offset() + 1);
            reader.unreadable(poison.reason());
        }
    }

    private void read(ConsumerRecords<String, V> batch, Reader<V> reader) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        batch.partitions()
                .forEach(partition -> unread.put(
                        partition, batch.records(partition).getFirst().offset()));
        boolean whole = false;
        try {
            for (ConsumerRecord<String, V> record : batch) {
                reader.record(record);
                unread.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            whole = true;
        } finally {
            // The consumer's position is behind the batch, whatever became of its records.
            if (!whole) {
                unread.forEach(consumer::seek);
            }
        }
    }

    /** Whether all that was there at the first {@link #poll} has been read; once true, it stays so. */
    public boolean caughtUp() {
        if (!caughtUp && !ends.isEmpty()) {
            caughtUp = ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }
        return caughtUp;
    }

    /** Makes a poll that waits end with a {@link org.apache.kafka.common.errors.WakeupException}. Any thread. */
    public void stop() {
        consumer.wakeup();
    }

    private void begin() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " has no partitions (expected: made by prepare)");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
