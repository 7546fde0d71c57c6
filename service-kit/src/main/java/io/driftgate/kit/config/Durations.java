package io.driftgate.kit.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as configurations write them: {@code 100ms}, {@code 30s}, {@code 5m}, {@code 4h}, {@code 7d}. */
public final class Durations {

    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms",
            ChronoUnit.MILLIS,
            "s",
            ChronoUnit.SECONDS,
            "m",
            ChronoUnit.MINUTES,
            "h",
            ChronoUnit.HOURS,
            "d",
            ChronoUnit.DAYS);

    private Durations() {}

    /** @throws IllegalArgumentException when it is no whole number with a unit */
    public static Duration parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a length of time with its unit, such as 100ms, 30s, 5m, 4h or 7d");
        }
        ChronoUnit unit = UNITS.getOrDefault(parts.group(2), ChronoUnit.SECONDS);
        return unit.getDuration().multipliedBy(Long.parseLong(parts.group(1)));
    }

    /** The text with the largest unit that says it exactly. */
    public static String format(Duration time) {
        long ms = time.toMillis();
        if (ms != 0 && ms % 86_400_000 == 0) {
            return ms / 86_400_000 + "d";
        }
        if (ms != 0 && ms % 3_600_000 == 0) {
            return ms / 3_600_000 + "h";
        }
        if (ms != 0 && ms % 60_000 == 0) {
            return ms / 60_000 + "m";
        }
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }
}
