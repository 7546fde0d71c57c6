package io.driftgate.sinks.deliver;

import io.driftgate.kit.signing.Attested;
import io.driftgate.schemas.events.Alert;
import io.driftgate.sinks.trust.Admission;
import io.driftgate.sinks.trust.AlertGate;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * One membership in a sink's group: reads {@code alerts}, one at a time and in each partition's order, and commits an
 * offset only after the {@link Courier} settled the alert. While an alert waits for its next try the partitions are
 * paused and polled, so that the group keeps the member however long the sink is down; when partitions are dealt anew
 * meanwhile, the alert is put back. One thread, but for {@link #wakeUp}.
 */
final class SinkSession implements Patience, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, Attested<Alert>> consumer;
    private final DeliveryHistory history;
    private final Courier courier;
    private final AlertGate gate;
    private final DroppedRecords dropped;
    private final BooleanSupplier stopped;
    private final Runnable ready;

    /** Whether partitions came or went since the alert in hand was read. */
    private boolean dealt;
    /** Whether others may have settled alerts of our partitions since the history was read. */
    private boolean stale;

    private boolean waiting;

    /**
     * @param consumer is closed with this
     * @param stopped whether to end
     * @param ready called whenever the session has its partitions and knows their history
     */
    SinkSession(
            Consumer<String, Attested<Alert>> consumer,
            DeliveryHistory history,
            Courier courier,
            AlertGate gate,
            DroppedRecords dropped,
            BooleanSupplier stopped,
            Runnable ready) {
        this.consumer = consumer;
        this.history = history;
        this.courier = courier;
        this.gate = gate;
        this.dropped = dropped;
        this.stopped = stopped;
        this.ready = ready;
    }

    /**
     * Runs until it is stopped.
     *
     * @throws RuntimeException when it cannot go on: Kafka refuses, or the registry is away; a new session may
     */
    void run(String topic) {
        consumer.subscribe(List.of(topic), new Deals());
        try {
            while (!stopped.getAsBoolean()) {
                turn();
            }
        } catch (WakeupException | InterruptException stop) {
            if (!stopped.getAsBoolean()) {
                throw stop;
            }
        }
    }

    /** Ends a poll that is under way; from any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    private void turn() {
        ConsumerRecords<String, Attested<Alert>> records = consumer.poll(POLL);
        if (stale) {
            if (!history.catchUp(stopped)) {
                return;
            }
            stale = false;
            ready.run();
        }
        take(records);
    }

    private void take(ConsumerRecords<String, Attested<Alert>> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        for (ConsumerRecord<String, Attested<Alert>> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (turn(record) == Courier.Turn.PUT_BACK) {
                putBack(records, next);
                return;
            }
            next.put(partition, record.offset() + 1);
            commit(partition, record.offset() + 1);
        }
    }

    private Courier.Turn turn(ConsumerRecord<String, Attested<Alert>> record) {
        return switch (gate.admit(record.key(), record.value())) {
            case Admission.Admitted admitted -> courier.take(admitted.alert(), this);
            case Admission.Dropped not -> {
                dropped.count(record, not.reason());
                yield Courier.Turn.SETTLED;
            }
        };
    }

    @Override
    public boolean lasts(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        dealt = false;
        waiting = true;
        try {
            consumer.pause(consumer.assignment());
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                if (stopped.getAsBoolean()) {
                    return false;
                }
                ConsumerRecords<String, Attested<Alert>> stray = consumer.poll(shorter(Duration.ofNanos(left), POLL));
                putBack(stray, Map.of());
                if (dealt) {
                    return false;
                }
            }
            return true;
        } catch (WakeupException | InterruptException stop) {
            return false;
        } finally {
            waiting = false;
            consumer.resume(consumer.assignment());
        }
    }

    /** Reads what was not settled again; where it lies in a partition that went away, somebody else does. */
    private void putBack(ConsumerRecords<String, Attested<Alert>> records, Map<TopicPartition, Long> settled) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                long first = records.records(partition).getFirst().offset();
                consumer.seek(partition, settled.getOrDefault(partition, first));
            }
        }
    }

    private void commit(TopicPartition partition, long offset) {
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(partition, new OffsetAndMetadata(offset));
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException stop) {
            // The wake-up is spent; what is settled is committed before the stop.
            consumer.commitSync(offsets);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private final class Deals implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            stale = true;
            dealt |= !partitions.isEmpty();
            if (waiting) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            dealt |= !partitions.isEmpty();
        }
    }
}
