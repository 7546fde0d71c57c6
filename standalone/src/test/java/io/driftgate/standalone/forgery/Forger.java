package io.driftgate.standalone.forgery;

import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Somebody who may write to every topic, can read what is there, and has no key of the correlator's. */
final class Forger implements AutoCloseable {

    private static final byte[] MADE_UP = "made/up".getBytes(StandardCharsets.UTF_8);

    private final KafkaAccess kafka;
    private final String bootstrapServers;
    private final Producer<byte[], byte[]> raw;
    private final Producer<String, SpecificRecord> unsigned;
    private final Producer<String, SpecificRecord> wronglySigned;

    Forger(KafkaAccess kafka, String bootstrapServers) {
        this.kafka = kafka;
        this.bootstrapServers = bootstrapServers;
        this.raw = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.unsigned = kafka.producer();
        this.wronglySigned = kafka.signingProducer(new RecordSigner(
                new SigningSection(new Secret(Ed25519Keys.generate().privateKey()), "s1")));
    }

    /** The first record under a key, once it is there. */
    ConsumerRecord<byte[], byte[]> capture(Topic topic, String key) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            found.addAll(all(topic, key));
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    /** Unsigned and wrongly signed, in the partition of the key's genuine records. */
    void forge(Topic topic, ConsumerRecord<byte[], byte[]> genuine, SpecificRecord value) throws Exception {
        String key = new String(genuine.key(), StandardCharsets.UTF_8);
        for (Producer<String, SpecificRecord> producer : List.of(unsigned, wronglySigned)) {
            send(producer, new ProducerRecord<>(name(topic), genuine.partition(), key, value));
        }
    }

    /** The same, where no genuine record is. */
    void forge(Topic topic, String key, SpecificRecord value) throws Exception {
        for (Producer<String, SpecificRecord> producer : List.of(unsigned, wronglySigned)) {
            send(producer, new ProducerRecord<>(name(topic), key, value));
        }
    }

    /** A genuine record once more, header and all. */
    void replay(ConsumerRecord<byte[], byte[]> genuine) throws Exception {
        send(
                raw,
                new ProducerRecord<>(
                        genuine.topic(), genuine.partition(), null, genuine.key(), genuine.value(), genuine.headers()));
    }

    void erase(ConsumerRecord<byte[], byte[]> genuine) throws Exception {
        send(raw, new ProducerRecord<>(genuine.topic(), genuine.partition(), genuine.key(), null));
    }

    /** From now on Kafka forgets in these topics whatever was written over, as soon as its cleaner comes by. */
    void compactAtOnce(List<Topic> topics) throws Exception {
        Map<String, String> settings = Map.of(
                TopicConfig.SEGMENT_MS_CONFIG, "500",
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.001",
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0",
                TopicConfig.DELETE_RETENTION_MS_CONFIG, "0");
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        Map<ConfigResource, java.util.Collection<AlterConfigOp>> all = new HashMap<>();
        topics.forEach(topic -> all.put(new ConfigResource(ConfigResource.Type.TOPIC, name(topic)), changes));
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(all).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** Until one record is left under the key; only the segment that is written to is never compacted. */
    void awaitCompaction(Topic topic, ConsumerRecord<byte[], byte[]> genuine) {
        String key = new String(genuine.key(), StandardCharsets.UTF_8);
        Awaitility.await(topic.name())
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    send(raw, new ProducerRecord<>(name(topic), genuine.partition(), MADE_UP, new byte[1]));
                    return all(topic, key).size() == 1;
                });
    }

    private List<ConsumerRecord<byte[], byte[]>> all(Topic topic, String key) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name(topic)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.key() != null && new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    private static <K, V> void send(Producer<K, V> producer, ProducerRecord<K, V> record) throws Exception {
        var unused = producer.send(record).get(30, TimeUnit.SECONDS);
    }

    private String name(Topic topic) {
        return kafka.prefix().name(topic);
    }

    /** Every topic that readers act on by now. */
    static List<Topic> feedback() {
        return TopicCatalogue.feedback().stream()
                .filter(topic -> !topic.equals(TopicCatalogue.QUOTA_GRANTS))
                .toList();
    }

    @Override
    public void close() {
        raw.close();
        unsigned.close();
        wronglySigned.close();
    }
}
