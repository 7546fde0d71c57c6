package io.driftgate.correlator.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import io.driftgate.correlator.drift.Barrier;
import io.driftgate.correlator.drift.EngineState;
import io.driftgate.correlator.drift.ResourceRow;
import io.driftgate.correlator.drift.Sweep;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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
 *   w resource-key                 who waits for a barrier
 *   t deadline resource-key        who is looked at when; sixteen hexadecimal digits sort as numbers do
 *   a append-time change-key       what is forgotten when
 * </pre>
 */
final class StoredEngineState implements EngineState {

    private static final String NUL = "\u0000";
    private static final String CLOCK = "clock";
    private static final String BARRIER = "barrier/";
    private static final String SWEEP = "sweep/";
    private static final int TIME_DIGITS = 16;
    private static final StringSerializer TEXT = new StringSerializer();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final KeyValueStore<String, ResourceRow> rows;
    private final KeyValueStore<String, DriftRecord> drifts;
    private final KeyValueStore<String, CloudChange> changes;
    private final KeyValueStore<String, String> index;
    private final KeyValueStore<String, RouteBinding> bindings;
    private final KeyValueStore<String, JsonNode> progress;

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
        row.contributions().forEach(said -> index.putIfAbsent(member(said.scope(), row.resourceKey()), ""));
    }

    @Override
    public void remove(ResourceRow row) {
        var unused = rows.delete(row.resourceKey());
        row.contributions().forEach(said -> forget(member(said.scope(), row.resourceKey())));
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
        return values(bindings.all(), binding -> true);
    }

    @Override
    public void putBinding(String key, @Nullable RouteBinding binding) {
        bindings.put(key, binding);
    }

    @Override
    public List<Barrier> barriers() {
        return values(progress.prefixScan(BARRIER, TEXT), node -> true).stream()
                .map(node -> MAPPER.convertValue(node, Barrier.class))
                .toList();
    }

    @Override
    public Barrier barrier(String scope) {
        return Optional.ofNullable(progress.get(BARRIER + scope))
                .map(node -> MAPPER.convertValue(node, Barrier.class))
                .orElseGet(() -> Barrier.unread(scope));
    }

    @Override
    public void put(Barrier barrier) {
        progress.put(BARRIER + barrier.scope(), MAPPER.valueToTree(barrier));
    }

    @Override
    public List<Sweep> sweeps() {
        return values(progress.prefixScan(SWEEP, TEXT), node -> true).stream()
                .map(node -> MAPPER.convertValue(node, Sweep.class))
                .toList();
    }

    @Override
    public void put(Sweep sweep) {
        progress.put(SWEEP + sweep.scope(), MAPPER.valueToTree(sweep));
    }

    @Override
    public void removeSweep(String scope) {
        var unused = progress.delete(SWEEP + scope);
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
