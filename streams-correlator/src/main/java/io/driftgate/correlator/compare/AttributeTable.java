package io.driftgate.correlator.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The table that says which attributes are not compared, and which arrays have an order. */
final class AttributeTable {

    private static final String FILE = "attributes.txt";
    private static final String EVERY_TYPE = "*";

    /** What a line says of a path. */
    enum Word {
        SKIP,
        SET,
        LIST,
        /** In no line: nothing is known. */
        UNKNOWN
    }

    private record Place(String type, List<String> names) {}

    private final Map<Place, Word> words;

    private AttributeTable(Map<Place, Word> words) {
        this.words = Map.copyOf(words);
    }

    /** The table that comes with Driftgate. */
    static AttributeTable shipped() {
        InputStream file = Objects.requireNonNull(AttributeTable.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return of(lines.lines().toList());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + FILE, broken);
        }
    }

    /** A table that knows nothing: for documents inside a text. */
    static AttributeTable none() {
        return new AttributeTable(Map.of());
    }

    /** @throws IllegalArgumentException naming the first line that is not {@code type skip|set|list path}, or is there twice */
    static AttributeTable of(List<String> lines) {
        Map<Place, Word> words = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> parts = List.of(line.strip().split("\\s+"));
            if (parts.size() != 3 || !List.of("skip", "set", "list").contains(parts.get(1))) {
                throw new IllegalArgumentException(FILE + ": '" + line + "' (expected: type skip|set|list path)");
            }
            Place place = new Place(parts.get(0), List.of(parts.get(2).split("\\.", -1)));
            Word word = Word.valueOf(parts.get(1).toUpperCase(Locale.ROOT));
            if (words.put(place, word) != null) {
                throw new IllegalArgumentException(
                        FILE + ": '" + line + "' is there twice (expected: one line a path)");
            }
        }
        return new AttributeTable(words);
    }

    /** What is known of a path, given by member names without indexes. */
    Word word(String type, List<String> names) {
        Word own = words.get(new Place(type, names));
        return own != null ? own : words.getOrDefault(new Place(EVERY_TYPE, names), Word.UNKNOWN);
    }

    boolean skips(String type, List<String> names) {
        return word(type, names) == Word.SKIP;
    }
}
