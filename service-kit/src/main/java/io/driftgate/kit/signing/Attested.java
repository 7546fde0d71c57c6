package io.driftgate.kit.signing;

import java.util.Locale;

/**
 * A value of a feedback topic, once it has been asked who wrote it.
 *
 * @param <V> the value's type
 */
public sealed interface Attested<V> {

    /**
     * Signed by a key that is believed. The reader still compares the value's own key with the record's, and its version
     * with the one it knows: a signature does not tell a record from its copy.
     *
     * @param keyId of the key that signed it
     */
    record Genuine<V>(V value, String keyId) implements Attested<V> {}

    /** Not to be acted on. */
    record Untrusted<V>(Reason reason) implements Attested<V> {}

    /** Why a value is not to be acted on; its label is a metric tag. */
    enum Reason {
        /** It has no signature. */
        UNSIGNED,
        /** What stands there is no signature of ours, or there are several. */
        MALFORMED_SIGNATURE,
        /** No key of that id is believed. */
        UNKNOWN_KEY,
        /** It was not signed by that key, or not for this topic, or it was changed since. */
        WRONG_SIGNATURE,
        /** It is signed, and no reader of this type can read it. */
        UNREADABLE;

        /** In kebab-case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
