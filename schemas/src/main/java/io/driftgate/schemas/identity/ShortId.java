package io.driftgate.schemas.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids that people can say: a letter for the kind and eight base32 characters (RFC 4648 alphabet in lower case) of the
 * SHA-256 of the whole key. 40 bits: among a thousand open drifts two share an id once in two million sets, so that
 * who looks one up must expect two answers, but hardly ever gets them.
 */
public final class ShortId {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int CHARACTERS = 8;

    private ShortId() {}

    /** Id of the drift of a resource: {@code d-…}. */
    public static String drift(String resourceKey) {
        return "d-" + digest(resourceKey);
    }

    /** Id of an alert: {@code a-…}. */
    public static String alert(String fingerprint) {
        return "a-" + digest(fingerprint);
    }

    /** Id of an incident: {@code i-…}. */
    public static String incident(String key) {
        return "i-" + digest(key);
    }

    private static String digest(String key) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
        long bits = 0;
        for (int i = 0; i < CHARACTERS * 5 / 8; i++) {
            bits = (bits << 8) | (hash[i] & 0xff);
        }
        StringBuilder text = new StringBuilder(CHARACTERS);
        for (int i = CHARACTERS - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt((int) (bits >>> (5 * i)) & 31));
        }
        return text.toString();
    }
}
