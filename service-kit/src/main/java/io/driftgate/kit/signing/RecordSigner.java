package io.driftgate.kit.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import org.apache.kafka.common.header.Headers;

/** Signs records for one key. Thread-safe. */
public final class RecordSigner {

    private final PrivateKey key;
    private final String keyId;

    /** @throws IllegalArgumentException for a section that has problems */
    public RecordSigner(SigningSection section) {
        try {
            this.key = Ed25519Keys.privateKey(section.key().reveal());
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException(broken.getMessage());
        }
        this.keyId = section.keyId();
    }

    /** What readers know the key by. */
    public String keyId() {
        return keyId;
    }

    /**
     * Puts the signature among the headers, in the place of any other.
     *
     * @param topic its full name in the cluster
     * @param value its bytes as they are written
     */
    void sign(String topic, Headers headers, byte[] value) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance(Ed25519Keys.ALGORITHM);
            signature.initSign(key);
            signature.update(Signature.content(topic, value));
            headers.remove(Signature.HEADER);
            headers.add(Signature.HEADER, new Signature(keyId, signature.sign()).text());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a checked Ed25519 key signs", impossible);
        }
    }
}
