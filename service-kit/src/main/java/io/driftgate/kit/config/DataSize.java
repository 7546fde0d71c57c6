package io.driftgate.kit.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in bytes, written with a unit: {@code 64KiB}, {@code 2GiB}, {@code 512B}.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) {

    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("size " + bytes + " (expected: not negative)");
        }
    }

    /** @throws IllegalArgumentException when it is no size with a unit, or is beyond 2^63 bytes */
    public static DataSize parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a size with its unit, such as 512B, 64KiB, 10MiB or 2GiB");
        }
        try {
            return new DataSize(
                    Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << SHIFTS.getOrDefault(parts.group(2), 0)));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("a size below 8388608TiB");
        }
    }

    @Override
    public String toString() {
        for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long size = 1L << SHIFTS.getOrDefault(unit, 0);
            if (bytes >= size && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return bytes + "B";
    }
}
