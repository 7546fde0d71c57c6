package io.driftgate.correlator.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.driftgate.correlator.drift.EngineState.Timer;
import io.driftgate.correlator.drift.Name;
import io.driftgate.correlator.drift.ResourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Finds resources of one task other than by their key. One store of keys, each kind under a letter of its own:
 *
 * <pre>
 *   m scope NUL resource-key       who a scope reported
 *   n entity NUL resource-key      by what a route may mean it; the value holds the names
 *   w resource-key                 who waits for a barrier
 *   t deadline resource-key        who is looked at when; sixteen hexadecimal digits sort as numbers do
 *   a append-time change-key       what is forgotten when
 * </pre>
 *
 * The names of entities in use are read at every step: they are kept as objects beside the store. A task that loses its
 * transaction is made anew, and so is this.
 */
final class ResourceIndex {

    private static final String NUL = "\u0000";
    private static final int TIME_DIGITS = 16;
    private static final int MOST_NAMED = 1000;
    private static final StringSerializer TEXT = new StringSerializer();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final KeyValueStore<String, String> index;
    /** Of the entities that were asked for last. */
    private final Map<String, Map<String, List<Name>>> knownNames = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, List<Name>>> eldest) {
            return size() > MOST_NAMED;
        }
    };

    ResourceIndex(KeyValueStore<String, String> index) {
        this.index = index;
    }

    void put(ResourceRow row) {
        List<Name> names = Name.of(row);
        Map<String, List<Name>> known = namesByKey(row.entity());
        if (!names.equals(known.getOrDefault(row.resourceKey(), List.of()))) {
            index.put(
                    nameOf(row),
                    names.isEmpty() ? null : MAPPER.valueToTree(names).toString());
            known.put(row.resourceKey(), names);
        }
        row.contributions().forEach(said -> index.putIfAbsent(member(said.scope(), row.resourceKey()), ""));
    }

    void remove(ResourceRow row) {
        forget(nameOf(row));
        namesByKey(row.entity()).remove(row.resourceKey());
        row.contributions().forEach(said -> forget(member(said.scope(), row.resourceKey())));
    }

    List<Name> namesOf(String entity) {
        List<Name> names = new ArrayList<>();
        namesByKey(entity).values().forEach(names::addAll);
        return names;
    }

    List<String> members(String scope, String after, int limit) {
        return keys("m" + scope + NUL, after, limit);
    }

    List<String> waiting(String after, int limit) {
        return keys("w", after, limit);
    }

    void setWaiting(String resourceKey, boolean waits) {
        boolean known = index.get("w" + resourceKey) != null;
        if (waits && !known) {
            index.put("w" + resourceKey, "");
        } else if (!waits && known) {
            forget("w" + resourceKey);
        }
    }

    void put(Timer timer) {
        index.put("t" + hex(timer.deadline()) + timer.resourceKey(), "");
    }

    void remove(Timer timer) {
        forget("t" + hex(timer.deadline()) + timer.resourceKey());
    }

    List<String> armed() {
        return keys("t", "", Integer.MAX_VALUE).stream()
                .map(key -> key.substring(TIME_DIGITS))
                .distinct()
                .toList();
    }

    List<Timer> due(Instant now, int limit) {
        return keys("t", "", "t" + hex(now.plusMillis(1)), limit).stream()
                .map(key -> new Timer(
                        Instant.ofEpochMilli(Long.parseLong(key.substring(0, TIME_DIGITS), 16)),
                        key.substring(TIME_DIGITS)))
                .toList();
    }

    void putAge(String changeKey, Instant appended) {
        index.put("a" + hex(appended) + changeKey, "");
    }

    /** Keys of changes that were appended before a time, forgotten with this; at most so many. */
    List<String> takeOlder(Instant before, int limit) {
        List<String> keys = keys("a", "", "a" + hex(before), limit);
        keys.forEach(key -> forget("a" + key));
        return keys.stream().map(key -> key.substring(TIME_DIGITS)).toList();
    }

    private Map<String, List<Name>> namesByKey(String entity) {
        return knownNames.computeIfAbsent(entity, unread -> {
            String prefix = "n" + entity + NUL;
            Map<String, List<Name>> names = new TreeMap<>();
            try (KeyValueIterator<String, String> found = index.prefixScan(prefix, TEXT)) {
                found.forEachRemaining(
                        entry -> names.put(entry.key.substring(prefix.length()), List.of(readNames(entry.value))));
            }
            return names;
        });
    }

    private static Name[] readNames(String text) {
        try {
            return MAPPER.readValue(text, Name[].class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the index holds names that cannot be read", broken);
        }
    }

    private static String nameOf(ResourceRow row) {
        return "n" + row.entity() + NUL + row.resourceKey();
    }

    private static String member(String scope, String resourceKey) {
        return "m" + scope + NUL + resourceKey;
    }

    private static String hex(Instant time) {
        return HexFormat.of().toHexDigits(Math.max(0, time.toEpochMilli()));
    }

    private void forget(String key) {
        var unused = index.delete(key);
    }

    /** What stands behind a prefix, after a key. */
    private List<String> keys(String prefix, String after, int limit) {
        return keys(prefix, after, prefix + "\uffff", limit);
    }

    private List<String> keys(String prefix, String after, String end, int limit) {
        String from = after.isEmpty() ? prefix : prefix + after + NUL;
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, String> found = index.range(from, end)) {
            while (found.hasNext() && keys.size() < limit) {
                String key = found.next().key;
                if (!key.startsWith(prefix)) {
                    break;
                }
                keys.add(key.substring(prefix.length()));
            }
        }
        return keys;
    }
}
