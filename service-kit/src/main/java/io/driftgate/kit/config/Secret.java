package io.driftgate.kit.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that is never shown: not in logs, errors, metrics or the effective configuration. */
public final class Secret {

    /** What stands for every secret. */
    public static final String HIDDEN = "***";

    private final String value;

    /** @throws IllegalArgumentException when the value is empty: an empty password protects nothing */
    public Secret(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an empty secret");
        }
        this.value = value;
    }

    /** The value itself, for the one place that needs it. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that does not tell how much of the two is alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for all secrets, so that no hash tells one. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
