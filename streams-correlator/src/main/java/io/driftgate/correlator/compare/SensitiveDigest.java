package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a collector put in the place of a sensitive value: {@code {"$sensitive": "hmac-sha256:<key id>:<hex>"}}.
 *
 * @param key algorithm and key id: only digests of one key can be compared
 */
record SensitiveDigest(String key, String digest) {

    private static final String MARK = "$sensitive";

    static Optional<SensitiveDigest> of(JsonNode value) {
        if (!value.isObject() || value.size() != 1 || !value.path(MARK).isTextual()) {
            return Optional.empty();
        }
        String text = value.path(MARK).textValue();
        int cut = text.lastIndexOf(':');
        return Optional.of(new SensitiveDigest(text.substring(0, Math.max(cut, 0)), text.substring(cut + 1)));
    }

    /** Whether nothing can be said of two values: one is hidden and the other is not, or under another key. */
    static boolean incomparable(JsonNode one, JsonNode other) {
        Optional<SensitiveDigest> hidden = of(one);
        Optional<SensitiveDigest> otherHidden = of(other);
        if (hidden.isEmpty() && otherHidden.isEmpty()) {
            return false;
        }
        return hidden.isEmpty()
                || otherHidden.isEmpty()
                || !hidden.get().key().equals(otherHidden.get().key());
    }

    static boolean same(JsonNode one, JsonNode other) {
        Optional<SensitiveDigest> hidden = of(one);
        return hidden.isPresent() && hidden.equals(of(other));
    }
}
