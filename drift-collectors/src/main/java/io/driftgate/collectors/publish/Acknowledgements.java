package io.driftgate.collectors.publish;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Waits until Kafka has what was sent: only then may a source be acknowledged. */
public final class Acknowledgements {

    private Acknowledgements() {}

    /**
     * Waits for all, as long as the producer's delivery timeout lets each be under way.
     *
     * @throws KafkaException when one was not taken
     */
    public static void await(Producer<?, ?> producer, List<? extends Future<RecordMetadata>> sent) {
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException refused) {
                throw new KafkaException("Kafka did not take a record", refused.getCause());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted before Kafka took a record", stop);
            }
        }
    }

    /**
     * Waits for one.
     *
     * @return false when Kafka takes no record of its size, which no later try changes
     * @throws KafkaException when it was not taken for another reason
     */
    public static boolean isTaken(Producer<?, ?> producer, Future<RecordMetadata> sent) {
        try {
            await(producer, List.of(sent));
            return true;
        } catch (KafkaException refused) {
            if (refused.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw refused;
        }
    }
}
