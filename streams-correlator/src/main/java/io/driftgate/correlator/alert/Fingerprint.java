package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.identity.ShortId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What all versions of an alert about one cause have in common, whenever it comes back: SHA-256 of the kind, a NUL and the
 * cause's key in UTF-8. No kind's name holds a NUL, so no two causes share a text.
 *
 * @param text 64 lower-case hexadecimal digits; the key of {@code alerts}
 */
public record Fingerprint(String text) {

    public Fingerprint {
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("fingerprint '" + text + "' (expected: 64 hexadecimal digits)");
        }
    }

    /** The fingerprint of the drift of a resource. */
    public static Fingerprint ofDrift(String resourceKey) {
        return of(AlertKind.DRIFT, resourceKey);
    }

    /** The fingerprint of an alert of that kind about that cause. */
    public static Fingerprint of(AlertKind kind, String causeKey) {
        try {
            byte[] cause = (kind.name() + "\0" + causeKey).getBytes(StandardCharsets.UTF_8);
            return new Fingerprint(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(cause)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The id that people say. */
    public String shortId() {
        return ShortId.alert(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
