package io.driftgate.kit.signing;

import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.kit.signing.Attested.Reason;
import io.driftgate.kit.signing.Attested.Untrusted;
import io.driftgate.schemas.serde.PoisonRecordException;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of a feedback topic. The signature is looked at first: a stranger's bytes reach neither the registry nor
 * Avro. It never throws for a record, so a forged one stops no reader; it does while the registry is away. As thread-safe as
 * the deserializer it wraps.
 */
public final class VerifyingDeserializer<V> implements Deserializer<Attested<V>> {

    private final Deserializer<V> values;
    private final RecordVerifier verifier;

    /** @param values closed with this */
    public VerifyingDeserializer(Deserializer<V> values, RecordVerifier verifier) {
        this.values = values;
        this.verifier = verifier;
    }

    /** {@code null} stays {@code null}: a tombstone, which nobody can sign. */
    @Override
    public @Nullable Attested<V> deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        Optional<RecordVerifier.Refusal> refusal = verifier.refusal(topic, headers, bytes);
        if (refusal.isPresent()) {
            return new Untrusted<>(refusal.get().reason());
        }
        try {
            V value = values.deserialize(topic, headers, bytes);
            return value == null ? new Untrusted<>(Reason.UNREADABLE) : new Genuine<>(value, verifier.keyId(headers));
        } catch (PoisonRecordException unreadable) {
            return new Untrusted<>(Reason.UNREADABLE);
        }
    }

    /** Without headers there is no signature. */
    @Override
    public @Nullable Attested<V> deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : new Untrusted<>(Reason.UNSIGNED);
    }

    @Override
    public void close() {
        values.close();
    }
}
