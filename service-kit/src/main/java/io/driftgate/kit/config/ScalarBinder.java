package io.driftgate.kit.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns one scalar into a value of a type. What it throws says what was expected. */
final class ScalarBinder {

    private final Map<Class<?>, Function<String, Object>> readers;

    /** @param folder what relative paths start from */
    ScalarBinder(Path folder) {
        readers = Map.of(
                String.class, text -> text,
                int.class,
                        text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                                .intValue(),
                long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE),
                double.class, ScalarBinder::number,
                boolean.class, ScalarBinder::truth,
                Duration.class, Durations::parse,
                DataSize.class, DataSize::parse,
                HostPort.class, HostPort::parse,
                URI.class, ScalarBinder::uri,
                Path.class, text -> folder.resolve(text).normalize());
    }

    boolean reads(Class<?> type) {
        return type.isEnum() || readers.containsKey(type);
    }

    /** @throws IllegalArgumentException whose message says what was expected */
    Object read(Class<?> type, String text) {
        if (type.isEnum()) {
            return constant(type, text);
        }
        return Optional.ofNullable(readers.get(type))
                .orElseThrow(() -> new IllegalStateException("no configuration holds a " + type))
                .apply(text);
    }

    private static Long whole(String text, long min, long max) {
        try {
            long value = Long.parseLong(text.replace("_", ""));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException no) {
            // Said below.
        }
        throw new IllegalArgumentException("a whole number from " + min + " to " + max);
    }

    private static Double number(String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException no) {
            // Said below.
        }
        throw new IllegalArgumentException("a number");
    }

    private static Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static URI uri(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (IllegalArgumentException no) {
            // Said below.
        }
        throw new IllegalArgumentException("an absolute URL");
    }

    private static Object constant(Class<?> type, String text) {
        List<?> constants = List.of(type.getEnumConstants());
        return constants.stream()
                .filter(c -> ((Enum<?>) c).name().equalsIgnoreCase(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = Arrays.stream(type.getEnumConstants())
                            .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
                            .toList();
                    return new IllegalArgumentException("one of " + String.join(", ", names));
                });
    }
}
