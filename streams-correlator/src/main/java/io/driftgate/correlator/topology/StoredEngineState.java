package io.driftgate.correlator.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import io.driftgate.correlator.drift.Barrier;
import io.driftgate.correlator.drift.EngineState;
import io.driftgate.correlator.drift.Name;
import io.driftgate.correlator.drift.ResourceRow;
import io.driftgate.correlator.drift.Sweep;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The engine's memory in the stores of one task. The index keeps keys alone, each kind under a letter of its own:
 *
 * <pre>
 *   m scope NUL resource-key       who a scope reported
 *   n entity NUL resource-key      by what a route may mean it; the value holds the names
 *   w resource-key                 who waits for a barrier
 *   t deadline resource-key        who is looked at when; sixteen hexadecimal digits sort as numbers do
 *   a append-time change-key       what is forgotten when
 * </pre>
 *
 * Bindings, barriers, sweeps and the names of entities in use are read at every step: they are kept as objects beside their stores, from the start of
 * the task on. A task that loses its transaction is made anew, and so is this.
 */
final class StoredEngineState implements EngineState {

    private static final String NUL = "\u0000";
    private static final String CLOCK = "clock";
    private static final String BARRIER = "barrier/";
    private static final String SWEEP = "sweep/";
    private static final int TIME_DIGITS = 16;
    private static final int MOST_NAMED = 1000;
    private static final StringSerializer TEXT = new StringSerializer();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final KeyValueStore<String, ResourceRow> rows;
    private final KeyValueStore<String, DriftRecord> drifts;
    private final KeyValueStore<String, CloudChange> changes;
    private final KeyValueStore<String, String> index;
    private final KeyValueStore<String, RouteBinding> bindings;
    private final KeyValueStore<String, JsonNode> progress;
    private final Map<String, RouteBinding> knownBindings = new TreeMap<>();
    private final Map<String, Barrier> knownBarriers = new TreeMap<>();
    private final Map<String, Sweep> knownSweeps = new TreeMap<>();
    /** Of the entities that were asked for last. */
    private final Map<String, Map<String, List<Name>>> knownNames = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, List<Name>>> eldest) {
            return size() > MOST_NAMED;
        }
    };

    StoredEngineState(
            KeyValueStore<String, ResourceRow> rows,
            KeyValueStore<String, DriftRecord> drifts,
            KeyValueStore<String, CloudChange> changes,
            KeyValueStore<String, String> index,
            KeyValueStore<String, RouteBinding> bindings,
            KeyValueStore<String, JsonNode> progress) {
        this.rows = rows;
        this.drifts = drifts;
        this.changes = changes;
        this.index = index;
        this.bindings = bindings;
        this.progress = progress;
        remember();
    }

    @Override
    public Instant now() {
        return Optional.ofNullable(progress.get(CLOCK))
                .map(node -> Instant.ofEpochMilli(node.longValue()))
                .orElse(Instant.EPOCH);
    }

    @Override
    public void now(Instant now) {
        progress.put(CLOCK, LongNode.valueOf(now.toEpochMilli()));
    }

    @Override
    public @Nullable ResourceRow row(String resourceKey) {
        return rows.get(resourceKey);
    }

    @Override
    public List<ResourceRow> rowsOf(String entity) {
        return values(rows.prefixScan(entity + "#", TEXT), row -> true);
    }

    @Override
    public void put(ResourceRow row) {
        rows.put(row.resourceKey(), row);
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

    @Override
    public void remove(ResourceRow row) {
        var unused = rows.delete(row.resourceKey());
        forget(nameOf(row));
        namesByKey(row.entity()).remove(row.resourceKey());
        row.contributions().forEach(said -> forget(member(said.scope(), row.resourceKey())));
    }

    @Override
    public List<Name> namesOf(String entity) {
        List<Name> names = new ArrayList<>();
        namesByKey(entity).values().forEach(names::addAll);
        return names;
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

    @Override
    public List<String> members(String scope, String after, int limit) {
        return keys("m" + scope + NUL, after, limit);
    }

    @Override
    public List<String> waiting(String after, int limit) {
        return keys("w", after, limit);
    }

    @Override
    public void setWaiting(String resourceKey, boolean waits) {
        boolean known = index.get("w" + resourceKey) != null;
        if (waits && !known) {
            index.put("w" + resourceKey, "");
        } else if (!waits && known) {
            forget("w" + resourceKey);
        }
    }

    @Override
    public @Nullable DriftRecord drift(String resourceKey) {
        return drifts.get(resourceKey);
    }

    @Override
    public void put(DriftRecord drift) {
        drifts.put(drift.getResourceKey(), drift);
    }

    @Override
    public List<DriftRecord> openDrifts() {
        return values(drifts.all(), drift -> drift.getResolvedAt() == null);
    }

    @Override
    public void put(CloudChange change, Instant appended) {
        String key = change.getEntity() + "|" + change.getEventId();
        if (changes.putIfAbsent(key, change) == null) {
            index.put("a" + hex(appended) + key, "");
        }
    }

    @Override
    public List<CloudChange> changesOf(String entity) {
        return values(changes.prefixScan(entity + "|", TEXT), change -> true);
    }

    @Override
    public void forgetChanges(Instant before, int limit) {
        for (String key : keys("a", "", "a" + hex(before), limit)) {
            forget("a" + key);
            var unused = changes.delete(key.substring(TIME_DIGITS));
        }
    }

    @Override
    public List<RouteBinding> bindings() {
        return List.copyOf(knownBindings.values());
    }

    @Override
    public void putBinding(String key, @Nullable RouteBinding binding) {
        bindings.put(key, binding);
        if (binding == null) {
            knownBindings.remove(key);
        } else {
            knownBindings.put(key, binding);
        }
    }

    @Override
    public List<Barrier> barriers() {
        return List.copyOf(knownBarriers.values());
    }

    @Override
    public Barrier barrier(String scope) {
        return Optional.ofNullable(knownBarriers.get(scope)).orElseGet(() -> Barrier.unread(scope));
    }

    @Override
    public void put(Barrier barrier) {
        progress.put(BARRIER + barrier.scope(), MAPPER.valueToTree(barrier));
        knownBarriers.put(barrier.scope(), barrier);
    }

    @Override
    public List<Sweep> sweeps() {
        return List.copyOf(knownSweeps.values());
    }

    @Override
    public void put(Sweep sweep) {
        progress.put(SWEEP + sweep.scope(), MAPPER.valueToTree(sweep));
        knownSweeps.put(sweep.scope(), sweep);
    }

    @Override
    public void removeSweep(String scope) {
        var unused = progress.delete(SWEEP + scope);
        knownSweeps.remove(scope);
    }

    private void remember() {
        try (KeyValueIterator<String, RouteBinding> found = bindings.all()) {
            found.forEachRemaining(entry -> knownBindings.put(entry.key, entry.value));
        }
        for (JsonNode node : values(progress.prefixScan(BARRIER, TEXT), value -> true)) {
            Barrier barrier = MAPPER.convertValue(node, Barrier.class);
            knownBarriers.put(barrier.scope(), barrier);
        }
        for (JsonNode node : values(progress.prefixScan(SWEEP, TEXT), value -> true)) {
            Sweep sweep = MAPPER.convertValue(node, Sweep.class);
            knownSweeps.put(sweep.scope(), sweep);
        }
    }

    @Override
    public void put(Timer timer) {
        index.put("t" + hex(timer.deadline()) + timer.resourceKey(), "");
    }

    @Override
    public void remove(Timer timer) {
        forget("t" + hex(timer.deadline()) + timer.resourceKey());
    }

    @Override
    public List<String> armed() {
        return keys("t", "", Integer.MAX_VALUE).stream()
                .map(key -> key.substring(TIME_DIGITS))
                .distinct()
                .toList();
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        return keys("t", "", "t" + hex(now.plusMillis(1)), limit).stream()
                .map(key -> new Timer(
                        Instant.ofEpochMilli(Long.parseLong(key.substring(0, TIME_DIGITS), 16)),
                        key.substring(TIME_DIGITS)))
                .toList();
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

    private static <V> List<V> values(KeyValueIterator<String, V> found, Predicate<V> wanted) {
        List<V> values = new ArrayList<>();
        try (found) {
            while (found.hasNext()) {
                V value = found.next().value;
                if (wanted.test(value)) {
                    values.add(value);
                }
            }
        }
        return values;
    }
}
