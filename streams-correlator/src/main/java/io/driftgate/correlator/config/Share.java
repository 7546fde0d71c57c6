package io.driftgate.correlator.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a whole, in whole hundredths: {@code 25%}.
 *
 * @param percent 1 to 100
 */
public record Share(int percent) {

    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,3})%");
    private static final int WHOLE = 100;

    public Share {
        if (percent < 1 || percent > WHOLE) {
            throw new IllegalArgumentException("1% to 100%");
        }
    }

    /** @throws IllegalArgumentException whose message says what was expected */
    public static Share parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("1% to 100%");
        }
        return new Share(Integer.parseInt(parts.group(1)));
    }

    /** How many of so many, rounded down, and at least one where there is any. */
    public int of(int total) {
        return total <= 0 ? 0 : Math.max(1, (int) ((long) total * percent / WHOLE));
    }

    @Override
    public String toString() {
        return percent + "%";
    }
}
