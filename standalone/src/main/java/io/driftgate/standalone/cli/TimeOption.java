package io.driftgate.standalone.cli;

import io.driftgate.kit.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 10m}, {@code 7d}. */
final class TimeOption implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            Duration time = Durations.parse(text);
            if (time.isPositive()) {
                return time;
            }
        } catch (IllegalArgumentException notATime) {
            // Said below.
        }
        throw new TypeConversionException("'" + text + "' (expected: a time above 0, such as 30s, 10m or 7d)");
    }
}
