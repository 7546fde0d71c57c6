package io.driftgate.correlator.query;

import java.util.List;

/**
 * What could be read of some state.
 *
 * @param items what is known, in any order
 * @param missing what could not be read, one short name each: {@code drift store, partition 3: being restored}; never a
 *     secret. Empty when the items are all there are
 */
public record Answer<T>(List<T> items, List<String> missing) {

    public Answer {
        items = List.copyOf(items);
        missing = List.copyOf(missing);
    }

    /** All there is. */
    public static <T> Answer<T> complete(List<T> items) {
        return new Answer<>(items, List.of());
    }
}
