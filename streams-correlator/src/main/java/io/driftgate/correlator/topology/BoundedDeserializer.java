package io.driftgate.correlator.topology;

import io.driftgate.schemas.serde.PoisonRecordException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads values up to the size that all services agreed on. What is derived from a larger one may be more than Kafka takes,
 * and then no restart would ever get past it. As thread-safe as the deserializer it wraps.
 */
final class BoundedDeserializer<V> implements Deserializer<V> {

    /** Values of ours stay under this. */
    static final int MOST_BYTES = 256 * 1024;

    private final Deserializer<V> values;

    /** @param values closed with this */
    BoundedDeserializer(Deserializer<V> values) {
        this.values = values;
    }

    /** @throws PoisonRecordException for what is too large, before any of it is read */
    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        if (bytes != null && bytes.length > MOST_BYTES) {
            throw new PoisonRecordException(
                    PoisonRecordException.Reason.TOO_LARGE,
                    "A record of %d bytes on topic %s (expected: at most %d)."
                            .formatted(bytes.length, topic, MOST_BYTES));
        }
        return values.deserialize(topic, headers, bytes);
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        throw new UnsupportedOperationException("records come with headers");
    }

    @Override
    public void close() {
        values.close();
    }
}
