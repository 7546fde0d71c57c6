package io.driftgate.correlator.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where an item stands in its list, lowest first. Its text is the cursor of a page: it names a place and not a number, so
 * that a page neither repeats nor leaves out what stayed while other items came and went.
 *
 * @param list name of the list, so that no cursor is taken for another's
 * @param key makes the place unique
 */
record SortKey(String list, long first, long second, String key) implements Comparable<SortKey> {

    private static final Comparator<SortKey> ORDER = Comparator.comparingLong(SortKey::first)
            .thenComparingLong(SortKey::second)
            .thenComparing(SortKey::key);
    private static final int LONGEST = 4_096;

    @Override
    public int compareTo(SortKey other) {
        return ORDER.compare(this, other);
    }

    /** Opaque to callers, fit for a query string. */
    String cursor() {
        String text = list + "," + first + "," + second + "," + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The place that a cursor names; nothing when it is no cursor of this list. */
    static Optional<SortKey> parse(String list, String cursor) {
        if (cursor.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split(",", 4);
            return parts.length == 4 && parts[0].equals(list)
                    ? Optional.of(new SortKey(list, Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]))
                    : Optional.empty();
        } catch (IllegalArgumentException noCursor) {
            return Optional.empty();
        }
    }
}
