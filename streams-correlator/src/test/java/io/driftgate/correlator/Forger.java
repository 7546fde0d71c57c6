package io.driftgate.correlator;

import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Somebody who may write to every topic and has no key of the correlator's. */
final class Forger implements AutoCloseable {

    private final KafkaAccess kafka;
    private final Producer<byte[], byte[]> raw;
    private final Producer<String, SpecificRecord> unsigned;
    private final Producer<String, SpecificRecord> wronglySigned;
    private final String bootstrapServers;

    Forger(KafkaAccess kafka, String bootstrapServers) {
        this.kafka = kafka;
        this.bootstrapServers = bootstrapServers;
        this.raw = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.unsigned = kafka.producer();
        this.wronglySigned = kafka.signingProducer(new RecordSigner(
                new SigningSection(new Secret(Ed25519Keys.generate().privateKey()), "s1")));
    }

    /** All that stands on a topic, as bytes, once it has that many records. */
    List<ConsumerRecord<byte[], byte[]>> capture(Topic topic, int atLeast) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", UUID.randomUUID().toString());
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(name(topic)));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= atLeast;
            });
        }
        return found;
    }

    void writeUnsigned(Topic topic, ConsumerRecord<?, ?> where, SpecificRecord value) throws Exception {
        send(unsigned, new ProducerRecord<>(name(topic), where.partition(), key(where), value));
    }

    void writeWronglySigned(Topic topic, ConsumerRecord<?, ?> where, SpecificRecord value) throws Exception {
        send(wronglySigned, new ProducerRecord<>(name(topic), where.partition(), key(where), value));
    }

    /** Writes a genuine record again, header and all. */
    void replay(ConsumerRecord<byte[], byte[]> captured) throws Exception {
        send(
                raw,
                new ProducerRecord<>(
                        captured.topic(),
                        captured.partition(),
                        null,
                        captured.key(),
                        captured.value(),
                        captured.headers()));
    }

    void erase(ConsumerRecord<byte[], byte[]> captured) throws Exception {
        send(raw, new ProducerRecord<>(captured.topic(), captured.partition(), captured.key(), null));
    }

    private static String key(ConsumerRecord<?, ?> record) {
        return new String((byte[]) record.key(), StandardCharsets.UTF_8);
    }

    private static <K, V> void send(Producer<K, V> producer, ProducerRecord<K, V> record) throws Exception {
        var unused = producer.send(record).get(30, TimeUnit.SECONDS);
    }

    private String name(Topic topic) {
        return kafka.prefix().name(topic);
    }

    @Override
    public void close() {
        raw.close();
        unsigned.close();
        wronglySigned.close();
    }
}
