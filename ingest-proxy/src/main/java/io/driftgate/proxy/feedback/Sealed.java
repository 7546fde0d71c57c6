package io.driftgate.proxy.feedback;

import io.driftgate.kit.signing.Attested;
import io.driftgate.proxy.state.SignedRecord;

/**
 * A value of a feedback topic with the bytes that it was read from.
 *
 * @param value as its signature lets it be taken
 * @param bytes of the value
 * @param signature what its header held; empty without one
 */
public record Sealed<V>(Attested<V> value, byte[] bytes, byte[] signature) {

    /** What is kept of it. */
    SignedRecord record(String key) {
        return new SignedRecord(key, bytes, signature);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
