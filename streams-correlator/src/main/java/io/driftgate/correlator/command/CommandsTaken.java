package io.driftgate.correlator.command;

import java.util.List;
import java.util.stream.Stream;

/**
 * The last orders that were taken about one target: an order under an id that is among them is the same order, delivered
 * again under a higher version because nobody knew whether it had arrived.
 *
 * @param ids the newest first
 */
public record CommandsTaken(List<String> ids) {

    private static final int MOST_IDS = 32;

    /** Of a target that nobody ordered anything about. */
    public static final CommandsTaken NOTHING = new CommandsTaken(List.of());

    public CommandsTaken {
        ids = List.copyOf(ids);
    }

    public boolean has(String id) {
        return ids.contains(id);
    }

    public CommandsTaken with(String id) {
        return new CommandsTaken(
                Stream.concat(Stream.of(id), ids.stream()).limit(MOST_IDS).toList());
    }
}
