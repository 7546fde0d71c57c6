package io.driftgate.proxy.feedback;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.VerifyingDeserializer;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.serde.PoisonRecordException;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads values of a feedback topic together with their bytes and signature. As thread-safe as the deserializer it wraps. */
public final class SealedDeserializer<V> implements Deserializer<Sealed<V>> {

    private static final byte[] NONE = {};

    private final Deserializer<V> plain;
    private final VerifyingDeserializer<V> verifying;

    /** @param plain closed with this */
    public SealedDeserializer(Deserializer<V> plain, RecordVerifier verifier) {
        this.plain = plain;
        this.verifying = new VerifyingDeserializer<>(plain, verifier);
    }

    @Override
    public @Nullable Sealed<V> deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        Attested<V> value = verifying.deserialize(topic, headers, bytes);
        if (value == null || bytes == null) {
            return null;
        }
        Header signature = headers.lastHeader(RecordVerifier.HEADER);
        return new Sealed<>(value, bytes, signature == null || signature.value() == null ? NONE : signature.value());
    }

    /** @throws UnsupportedOperationException always: without headers there is no signature */
    @Override
    public Sealed<V> deserialize(String topic, byte @Nullable [] bytes) {
        throw new UnsupportedOperationException("a signed record needs headers");
    }

    /** Verifies a kept record as if it came now. */
    Attested<V> verify(String topic, SignedRecord record) {
        Headers headers = new RecordHeaders().add(RecordVerifier.HEADER, record.signature());
        Attested<V> value = verifying.deserialize(topic, headers, record.value());
        return value == null ? new Attested.Untrusted<>(Attested.Reason.UNREADABLE) : value;
    }

    /** The value of a record whose signer is not known any more; nothing when it cannot be read. */
    Optional<V> unverified(String topic, SignedRecord record) {
        try {
            return Optional.ofNullable(plain.deserialize(topic, record.value()));
        } catch (PoisonRecordException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        verifying.close();
    }
}
