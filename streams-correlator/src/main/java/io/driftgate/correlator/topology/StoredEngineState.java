package io.driftgate.correlator.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The engine's memory in the stores of one task. Bindings, barriers and sweeps are few and read at every step: they are kept as
 * objects beside their stores, from the start of the task on. A task that loses its transaction is made anew, and so is this.
 */
final class StoredEngineState implements EngineState {

    private static final String CLOCK = "clock";
    private static final String BARRIER = "barrier/";
    private static final String SWEEP = "sweep/";
    private static final String BASELINE = "baseline/";
    private static final StringSerializer TEXT = new StringSerializer();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final KeyValueStore<String, ResourceRow> rows;
    private final KeyValueStore<String, DriftRecord> drifts;
    private final KeyValueStore<String, CloudChange> changes;
    private final ResourceIndex index;
    private final KeyValueStore<String, RouteBinding> bindings;
    private final KeyValueStore<String, JsonNode> progress;
    private final Map<String, RouteBinding> knownBindings = new TreeMap<>();
    private final Map<String, Barrier> knownBarriers = new TreeMap<>();
    private final Map<String, Sweep> knownSweeps = new TreeMap<>();
    private final Set<String> knownBaselines = new TreeSet<>();

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
        this.index = new ResourceIndex(index);
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
        index.put(row);
    }

    @Override
    public void remove(ResourceRow row) {
        var unused = rows.delete(row.resourceKey());
        index.remove(row);
    }

    @Override
    public List<Name> namesOf(String entity) {
        return index.namesOf(entity);
    }

    @Override
    public List<String> members(String scope, String after, int limit) {
        return index.members(scope, after, limit);
    }

    @Override
    public List<String> waiting(String after, int limit) {
        return index.waiting(after, limit);
    }

    @Override
    public void setWaiting(String resourceKey, boolean waits) {
        index.setWaiting(resourceKey, waits);
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
            index.putAge(key, appended);
        }
    }

    @Override
    public List<CloudChange> changesOf(String entity) {
        return values(changes.prefixScan(entity + "|", TEXT), change -> true);
    }

    @Override
    public void forgetChanges(Instant before, int limit) {
        for (String key : index.takeOlder(before, limit)) {
            var unused = changes.delete(key);
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
    public void removeBarrier(String scope) {
        var unused = progress.delete(BARRIER + scope);
        knownBarriers.remove(scope);
    }

    @Override
    public List<Sweep> sweeps() {
        return List.copyOf(knownSweeps.values());
    }

    @Override
    public void put(Sweep sweep) {
        progress.put(SWEEP + sweep.key(), MAPPER.valueToTree(sweep));
        knownSweeps.put(sweep.key(), sweep);
    }

    @Override
    public void remove(Sweep sweep) {
        var unused = progress.delete(SWEEP + sweep.key());
        knownSweeps.remove(sweep.key());
    }

    @Override
    public Set<String> baselined() {
        return Collections.unmodifiableSet(knownBaselines);
    }

    @Override
    public void baseline(String scope) {
        progress.put(BASELINE + scope, TextNode.valueOf(scope));
        knownBaselines.add(scope);
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
            knownSweeps.put(sweep.key(), sweep);
        }
        for (JsonNode node : values(progress.prefixScan(BASELINE, TEXT), value -> true)) {
            knownBaselines.add(node.textValue());
        }
    }

    @Override
    public void put(Timer timer) {
        index.put(timer);
    }

    @Override
    public void remove(Timer timer) {
        index.remove(timer);
    }

    @Override
    public List<String> armed() {
        return index.armed();
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        return index.due(now, limit);
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
