package io.driftgate.proxy.status;

import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.serde.PoisonRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Says on {@code route-bindings} what stands behind the routes of this instance, and takes back what is true no more. */
public final class BindingPublisher {

    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Producer<String, SpecificRecord> producer;
    private final String topic;

    /** @param producer stays the caller's to close */
    public BindingPublisher(Producer<String, SpecificRecord> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /**
     * Publishes once and waits for Kafka.
     *
     * @param published what is on the topic; read to its end here, and closed by the caller
     * @throws KafkaException when Kafka did not take one, or could not be read
     */
    public void publish(RouteBindings bindings, WholeTopic<RouteBinding> published, Instant now)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        bindings.current(now)
                .forEach((key, binding) -> sent.add(producer.send(new ProducerRecord<>(topic, key, binding))));
        for (String key : bindings.stale(keys(published))) {
            sent.add(producer.send(new ProducerRecord<>(topic, key, null)));
        }
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException refused) {
                throw new KafkaException("Kafka did not take a route binding", refused.getCause());
            }
        }
    }

    private static Set<String> keys(WholeTopic<RouteBinding> published) {
        Keys keys = new Keys();
        long end = System.nanoTime() + READ_LIMIT.toNanos();
        while (!published.caughtUp()) {
            if (System.nanoTime() > end) {
                throw new KafkaException(
                        "route-bindings could not be read within " + READ_LIMIT.toSeconds() + " s (expected: its end)");
            }
            published.poll(WAIT, keys);
        }
        return keys.present;
    }

    private static final class Keys implements WholeTopic.Reader<RouteBinding> {
        private final Set<String> present = new HashSet<>();

        @Override
        public void record(ConsumerRecord<String, RouteBinding> record) {
            if (record.key() == null) {
                return;
            }
            if (record.value() == null) {
                present.remove(record.key());
            } else {
                present.add(record.key());
            }
        }

        @Override
        public void unreadable(PoisonRecordException.Reason reason) {
            // Not one of ours: what this version writes, it can read.
        }
    }
}
