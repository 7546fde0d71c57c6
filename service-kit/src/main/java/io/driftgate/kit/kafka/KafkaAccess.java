package io.driftgate.kit.kafka;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.SigningSerializer;
import io.driftgate.kit.signing.VerifyingDeserializer;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.AvroDeserializer;
import io.driftgate.schemas.serde.AvroSerializer;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicPrefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One service's way to Kafka and the registry. Settings of the operator's file stand over our defaults; what keeps
 * records from being lost or read before they are committed stands over the file. Thread-safe; the clients that it makes
 * are their caller's to close.
 */
public final class KafkaAccess implements AutoCloseable {

    private final KafkaSection kafka;
    private final TopicPrefix prefix;
    private final String clientId;
    private final RegistryConfig registryConfig;
    private final SchemaRegistryClient registry;
    private final Patience patience = new Patience();

    /** @param clientId names the service in the broker's logs and metrics */
    public KafkaAccess(KafkaSection kafka, SchemaRegistrySection registry, TopicPrefix prefix, String clientId) {
        this.kafka = kafka;
        this.prefix = prefix;
        this.clientId = clientId;
        this.registryConfig = registry.toRegistryConfig();
        this.registry = new SchemaRegistryClient(registryConfig);
    }

    /** What stands before every name in the cluster. */
    public TopicPrefix prefix() {
        return prefix;
    }

    /** The registry's client, shared and closed with this. */
    public SchemaRegistryClient registry() {
        return registry;
    }

    /**
     * A client for topics and their settings.
     *
     * @throws KafkaException when Kafka's client does not take the settings
     */
    public Admin admin() {
        try {
            return Admin.create(settings("admin", Map.of(), Map.of()));
        } catch (KafkaException refused) {
            // What Kafka says of a setting hides passwords; what its login modules say may not.
            String why = refused instanceof ConfigException ? String.valueOf(refused.getMessage()) : "see the cause";
            throw new KafkaException("Kafka's client does not take kafka.client_properties: " + why, refused);
        }
    }

    /**
     * A producer of Avro values under text keys: idempotent, acknowledged by all in-sync replicas, in order. Kafka's
     * delivery timeout (120 s unless the operator's file says otherwise) bounds how long a record may be under way.
     */
    public Producer<String, SpecificRecord> producer() {
        return new KafkaProducer<>(producerSettings(), new StringSerializer(), new AvroSerializer<>(registry));
    }

    /** The same producer, for a feedback topic: every value is signed. */
    public Producer<String, SpecificRecord> signingProducer(RecordSigner signer) {
        return new KafkaProducer<>(
                producerSettings(),
                new StringSerializer(),
                new SigningSerializer<>(new AvroSerializer<SpecificRecord>(registry), signer));
    }

    Map<String, Object> producerSettings() {
        return settings(
                "producer",
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 2, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
    }

    /** A consumer of one type that reads only what is committed, from the beginning, and commits when told to. */
    public <V extends SpecificRecord> Consumer<String, V> consumer(String group, Class<V> type) {
        return new KafkaConsumer<>(
                consumerSettings(group), new StringDeserializer(), new AvroDeserializer<>(type, registry));
    }

    /** The same consumer, for a feedback topic: every value says whether it may be trusted. */
    public <V extends SpecificRecord> Consumer<String, Attested<V>> consumer(
            String group, Class<V> type, RecordVerifier verifier) {
        return new KafkaConsumer<>(consumerSettings(group), new StringDeserializer(), verifying(type, verifier));
    }

    /** A reader of a whole topic, from its beginning and outside of any group; see {@link WholeTopic}. */
    public <V extends SpecificRecord> WholeTopic<V> wholeTopic(Topic topic, Class<V> type) {
        return wholeTopic(topic, new AvroDeserializer<>(type, registry));
    }

    /** The same reader, for a feedback topic: every value says whether it may be trusted. */
    public <V extends SpecificRecord> WholeTopic<Attested<V>> wholeTopic(
            Topic topic, Class<V> type, RecordVerifier verifier) {
        return wholeTopic(topic, verifying(type, verifier));
    }

    /** The same reader, for who wants more of a record than its value. */
    public <V> WholeTopic<V> wholeTopic(Topic topic, Deserializer<V> values) {
        return new WholeTopic<>(
                new KafkaConsumer<>(readerSettings(), new StringDeserializer(), values), prefix.name(topic));
    }

    private <V extends SpecificRecord> VerifyingDeserializer<V> verifying(Class<V> type, RecordVerifier verifier) {
        return new VerifyingDeserializer<>(new AvroDeserializer<>(type, registry), verifier);
    }

    Map<String, Object> consumerSettings(String group) {
        return settings(
                "consumer",
                Map.of(),
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        prefix.name(group),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"));
    }

    Map<String, Object> readerSettings() {
        Map<String, Object> settings = settings(
                "reader",
                Map.of(),
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    /**
     * Settings for an application of Kafka Streams: the operator's file over the defaults, what must hold over the file. Its
     * application id, consumer group and transactions carry the prefix.
     *
     * @param application id without prefix
     * @param defaults what the operator's file may change
     * @param fixed what it may not
     */
    public Map<String, Object> streamsSettings(
            String application, Map<String, Object> defaults, Map<String, Object> fixed) {
        Map<String, Object> all = new HashMap<>(fixed);
        all.put("application.id", prefix.name(application));
        return settings("streams", defaults, all);
    }

    /**
     * Makes the topics that are missing, checks all, and makes sure that their schemas are registered. While Kafka or the
     * registry is away it waits, without limit, and says so in the log; {@link #close} or an interrupt ends that.
     *
     * @param topics at least one
     * @throws io.driftgate.schemas.topic.TopicMismatchException when a topic would break co-partitioning or lose records
     * @throws SchemaMissingException when a schema is not registered and this service may not do it
     * @throws org.apache.kafka.common.KafkaException when Kafka refuses us, or the waiting was ended
     * @throws io.driftgate.schemas.registry.RegistryException when the registry refuses us
     */
    public void prepare(TopicsSection section, Collection<Topic> topics) {
        patience.until(new ClusterPreparation(
                section, topics, prefix, this::admin, registry, new ClusterProbe(kafka, registryConfig)));
    }

    private Map<String, Object> settings(String role, Map<String, Object> defaults, Map<String, Object> fixed) {
        Map<String, Object> settings = new HashMap<>(defaults);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, prefix.name(clientId) + "-" + role);
        kafka.clientProperties().ifPresent(properties -> settings.putAll(properties.read()));
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.putAll(fixed);
        return settings;
    }

    @Override
    public void close() {
        patience.close();
        registry.close();
    }
}
