package io.driftgate.collectors.redact;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A place in a resource's attributes. List indices are left out: sets have no stable ones, so what is sensitive in one
 * element is sensitive in all.
 *
 * @param names member names from the root: {@code [environment, variables]}
 */
public record SensitivePath(List<String> names) {

    public SensitivePath {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a sensitive path without names (expected: at least one)");
        }
        names = List.copyOf(names);
    }

    /** {@code environment.variables}. */
    public static SensitivePath parse(String text) {
        return new SensitivePath(List.of(text.split("\\.", -1)));
    }

    @Override
    public String toString() {
        return names.stream().collect(Collectors.joining("."));
    }
}
