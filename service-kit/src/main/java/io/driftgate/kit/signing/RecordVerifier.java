package io.driftgate.kit.signing;

import io.driftgate.kit.signing.Attested.Reason;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Tells the correlator's records from all others. What cannot be decided is not trusted. Thread-safe. */
public final class RecordVerifier {

    /** The record header that holds the signature. */
    public static final String HEADER = Signature.HEADER;

    private final Map<String, PublicKey> keys;

    private RecordVerifier(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * For those who read.
     *
     * @throws IllegalArgumentException when there is none, one has problems, or two have one name
     */
    public static RecordVerifier of(Collection<TrustedSigner> signers) {
        Map<String, PublicKey> keys = keys(signers);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no trusted signer (expected: at least the correlator's)");
        }
        return new RecordVerifier(keys);
    }

    /**
     * For the correlator, who reads what it wrote: its own key, and those that it had before.
     *
     * @throws IllegalArgumentException when one has problems, or two have one name
     */
    public static RecordVerifier of(SigningSection own, Collection<TrustedSigner> earlier) {
        Map<String, PublicKey> keys = keys(earlier);
        try {
            put(
                    keys,
                    own.keyId(),
                    Ed25519Keys.publicOf(Ed25519Keys.privateKey(own.key().reveal())));
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException(broken.getMessage());
        }
        return new RecordVerifier(keys);
    }

    /** Ids of the keys that are believed, sorted. */
    public List<String> keyIds() {
        return keys.keySet().stream().sorted().toList();
    }

    /** Why a record is not trusted. */
    record Refusal(Reason reason) {}

    /**
     * Whether a value is signed, for this topic, by a key that is believed.
     *
     * @param topic its full name in the cluster
     * @return why not; nothing when it is
     */
    Optional<Refusal> refusal(String topic, Headers headers, byte[] value) {
        Iterator<Header> signatures = headers.headers(Signature.HEADER).iterator();
        if (!signatures.hasNext()) {
            return Optional.of(new Refusal(Reason.UNSIGNED));
        }
        byte[] header = signatures.next().value();
        if (signatures.hasNext() || header == null) {
            return Optional.of(new Refusal(Reason.MALFORMED_SIGNATURE));
        }
        Optional<Signature> signature = Signature.parse(header);
        if (signature.isEmpty()) {
            return Optional.of(new Refusal(Reason.MALFORMED_SIGNATURE));
        }
        PublicKey key = keys.get(signature.get().keyId());
        if (key == null) {
            return Optional.of(new Refusal(Reason.UNKNOWN_KEY));
        }
        return verifies(key, topic, value, signature.get())
                ? Optional.empty()
                : Optional.of(new Refusal(Reason.WRONG_SIGNATURE));
    }

    /** Id of the key that a record names; only of meaning once {@link #refusal} had nothing to say. */
    String keyId(Headers headers) {
        Header header = headers.lastHeader(Signature.HEADER);
        return header == null || header.value() == null
                ? ""
                : Signature.parse(header.value()).map(Signature::keyId).orElse("");
    }

    private static boolean verifies(PublicKey key, String topic, byte[] value, Signature signature) {
        try {
            java.security.Signature verifier = java.security.Signature.getInstance(Ed25519Keys.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(Signature.content(topic, value));
            return verifier.verify(signature.bytes());
        } catch (GeneralSecurityException undecided) {
            return false;
        }
    }

    private static Map<String, PublicKey> keys(Collection<TrustedSigner> signers) {
        Map<String, PublicKey> keys = new TreeMap<>();
        for (TrustedSigner signer : signers) {
            try {
                put(
                        keys,
                        signer.name(),
                        Ed25519Keys.publicKey(signer.publicKey().reveal()));
            } catch (GeneralSecurityException broken) {
                throw new IllegalArgumentException(signer.name() + ": " + broken.getMessage());
            }
        }
        return keys;
    }

    private static void put(Map<String, PublicKey> keys, String id, PublicKey key) {
        PublicKey before = keys.putIfAbsent(id, key);
        if (before != null && !before.equals(key)) {
            throw new IllegalArgumentException("two keys are called " + id + " (expected: a new key has a new id)");
        }
    }
}
