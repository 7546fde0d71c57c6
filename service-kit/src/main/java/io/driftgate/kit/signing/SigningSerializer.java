package io.driftgate.kit.signing;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values and signs them. A tombstone has no value and no signature, and so no reader acts on one. As thread-safe as
 * the serializer it wraps.
 */
public final class SigningSerializer<V> implements Serializer<V> {

    private final Serializer<V> values;
    private final RecordSigner signer;

    /** @param values closed with this */
    public SigningSerializer(Serializer<V> values, RecordSigner signer) {
        this.values = values;
        this.signer = signer;
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable V value) {
        if (value == null) {
            headers.remove(Signature.HEADER);
            return null;
        }
        byte[] bytes = values.serialize(topic, headers, value);
        signer.sign(topic, headers, bytes);
        return bytes;
    }

    /** @throws UnsupportedOperationException always: without headers there is no place for the signature */
    @Override
    public byte[] serialize(String topic, V value) {
        throw new UnsupportedOperationException("a signed record needs headers");
    }

    @Override
    public void close() {
        values.close();
    }
}
