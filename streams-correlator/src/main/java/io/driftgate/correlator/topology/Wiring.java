package io.driftgate.correlator.topology;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.SigningSerializer;
import io.driftgate.kit.signing.VerifyingDeserializer;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.AvroSerde;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What every part of a topology needs to be wired: names, serdes, the clock. Source nodes are named after their topic, so
 * that the description of the topology reads like the table of topics.
 *
 * @param partitions of every topic
 * @param signer signs what is written to the topics whose readers act on it
 * @param verifier tells what was signed so
 */
public record Wiring(
        TopicPrefix prefix,
        SchemaRegistryClient registry,
        int partitions,
        InstantSource clock,
        RecordSigner signer,
        RecordVerifier verifier) {

    /** Reads a topic of the catalogue. */
    void source(Topology topology, Topic topic) {
        topology.addSource(
                topic.name(),
                new StringDeserializer(),
                avro(topic.value().orElseThrow()).deserializer(),
                prefix.name(topic));
    }

    /** Reads a topic whose records are orders: values come as {@link Attested}. */
    void attestedSource(Topology topology, Topic topic) {
        topology.addSource(
                topic.name(),
                new StringDeserializer(),
                new VerifyingDeserializer<>(avro(topic.value().orElseThrow()).deserializer(), verifier),
                prefix.name(topic));
    }

    /** Writes a topic of the catalogue; records come from the processor to the sink that has the topic's name. */
    <V extends SpecificRecord> void sink(
            Topology topology, Topic topic, Class<V> type, StreamPartitioner<String, V> partitioner, String parent) {
        topology.addSink(
                sinkName(topic), prefix.name(topic), new StringSerializer(), values(topic, type), partitioner, parent);
    }

    /** Writes a topic of the catalogue whose partition follows the whole key. */
    <V extends SpecificRecord> void sink(Topology topology, Topic topic, Class<V> type, String parent) {
        topology.addSink(sinkName(topic), prefix.name(topic), new StringSerializer(), values(topic, type), parent);
    }

    /** Name of a topic's sink; another than its source's, which has the topic's own. */
    static String sinkName(Topic topic) {
        return "to-" + topic.name();
    }

    /** A store of Avro records, written as they are on a topic that has their schema. */
    <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> avroStore(
            String name, Topic topic, Class<V> type) {
        return store(Stores.persistentKeyValueStore(name), new TopicSerde<>(prefix.name(topic), avro(type)));
    }

    /** A small store of Avro records that is read as a whole again and again. */
    <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> smallAvroStore(
            String name, Topic topic, Class<V> type) {
        return store(Stores.inMemoryKeyValueStore(name), new TopicSerde<>(prefix.name(topic), avro(type)));
    }

    /** A store of our own records. */
    static <V> StoreBuilder<KeyValueStore<String, V>> jsonStore(String name, Class<V> type) {
        return store(Stores.persistentKeyValueStore(name), new JsonSerde<>(type));
    }

    /** A small store of our own records that is read as a whole again and again. */
    static <V> StoreBuilder<KeyValueStore<String, V>> smallJsonStore(String name, Class<V> type) {
        return store(Stores.inMemoryKeyValueStore(name), new JsonSerde<>(type));
    }

    /** A store of text. */
    static StoreBuilder<KeyValueStore<String, String>> textStore(String name) {
        return store(Stores.persistentKeyValueStore(name), Serdes.String());
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(
            KeyValueBytesStoreSupplier supplier, Serde<V> values) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), values);
    }

    private <V extends SpecificRecord> Serializer<V> values(Topic topic, Class<V> type) {
        Serializer<V> plain = avro(type).serializer();
        return TopicCatalogue.feedback().contains(topic) ? new SigningSerializer<>(plain, signer) : plain;
    }

    private <V extends SpecificRecord> AvroSerde<V> avro(Class<V> type) {
        return AvroSerde.of(type, registry);
    }
}
