package io.driftgate.sinks.deliver;

import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.schemas.events.AlertDelivery;
import io.driftgate.schemas.events.DeliveryStatus;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.driftgate.sinks.dedupe.DeliveryMarks;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code alert-deliveries} back, each call from the beginning to the end that the topic has then, so that a sink
 * knows what it, or another instance, settled before a crash. One thread.
 */
final class DeliveryHistory {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHistory.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<WholeTopic<AlertDelivery>> topics;
    private final String sink;
    private final DeliveryMarks marks;

    DeliveryHistory(Supplier<WholeTopic<AlertDelivery>> topics, String sink, DeliveryMarks marks) {
        this.topics = topics;
        this.sink = sink;
        this.marks = marks;
    }

    /**
     * Moves the marks.
     *
     * @param stopped asked between polls
     * @return whether the end was reached
     * @throws org.apache.kafka.common.KafkaException when Kafka or the registry cannot be asked now
     */
    boolean catchUp(BooleanSupplier stopped) {
        try (WholeTopic<AlertDelivery> topic = topics.get()) {
            while (!topic.caughtUp()) {
                if (stopped.getAsBoolean()) {
                    return false;
                }
                topic.poll(POLL, new Deliveries());
            }
            return true;
        }
    }

    private final class Deliveries implements WholeTopic.Reader<AlertDelivery> {

        @Override
        public void record(ConsumerRecord<String, AlertDelivery> record) {
            AlertDelivery delivery = record.value();
            if (delivery != null && delivery.getSink().equals(sink)) {
                marks.settled(delivery.getFingerprint(), delivery.getEpisode(), delivery.getRevision());
                if (delivery.getStatus() == DeliveryStatus.DELIVERED) {
                    marks.told(delivery.getFingerprint(), delivery.getEpisode());
                }
            }
        }

        @Override
        public void unreadable(PoisonRecordException.Reason reason) {
            // It says nothing about any alert: at worst one is told again.
            LOG.atWarn()
                    .addKeyValue("sink", sink)
                    .addKeyValue("reason", reason)
                    .log("a record of an earlier delivery cannot be read and is passed over");
        }
    }
}
