package io.driftgate.correlator.topology;

import io.driftgate.schemas.serde.AvroSerde;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records into a store as they are written to a topic, whose subject has their schema: changelogs have none of their
 * own.
 */
final class TopicSerde<T extends SpecificRecord> implements Serde<T> {

    private final String topic;
    private final AvroSerde<T> serde;

    TopicSerde(String topic, AvroSerde<T> serde) {
        this.topic = topic;
        this.serde = serde;
    }

    @Override
    public Serializer<T> serializer() {
        return (changelog, value) -> serde.serializer().serialize(topic, value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (changelog, bytes) -> serde.deserializer().deserialize(topic, bytes);
    }
}
