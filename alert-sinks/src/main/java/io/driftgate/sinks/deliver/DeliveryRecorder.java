package io.driftgate.sinks.deliver;

import io.driftgate.schemas.events.AlertDelivery;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes {@code alert-deliveries}. Thread-safe. */
final class DeliveryRecorder implements DeliveryLog {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRecorder.class);

    private final Producer<String, SpecificRecord> producer;
    private final String topic;

    /** @param producer stays the caller's to close */
    DeliveryRecorder(Producer<String, SpecificRecord> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /** Waits for the acknowledgement as long as the producer's delivery timeout lets a record be under way. */
    @Override
    public boolean record(AlertDelivery delivery) {
        try {
            var unused = producer.send(new ProducerRecord<>(topic, delivery.getFingerprint(), delivery))
                    .get();
            return true;
        } catch (ExecutionException refused) {
            return refused(delivery, Objects.requireNonNullElse(refused.getCause(), refused));
        } catch (InterruptException stop) {
            Thread.currentThread().interrupt();
            return false;
        } catch (KafkaException refused) {
            return refused(delivery, refused);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean refused(AlertDelivery delivery, Throwable cause) {
        LOG.atWarn()
                .addKeyValue("sink", delivery.getSink())
                .addKeyValue("found", String.valueOf(cause))
                .log("Kafka did not take what came of an alert; it is written again");
        return false;
    }
}
