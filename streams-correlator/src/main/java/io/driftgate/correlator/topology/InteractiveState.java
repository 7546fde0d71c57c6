package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.Seen;
import io.driftgate.correlator.query.Answer;
import io.driftgate.correlator.query.StateView;
import io.driftgate.correlator.scope.ScopeReports;
import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.ScopeReport;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads the stores of a running application, partition by partition, and names the partitions that are not to be had: being
 * restored, or held by another instance. It reads what is not committed yet. Thread-safe.
 */
public final class InteractiveState implements StateView {

    private final KafkaStreams streams;
    private final int partitions;
    private final ScopeReports reports;
    private final InstantSource clock;

    /** @param comparedAfter how long after a reading all that it shows has been said */
    public InteractiveState(KafkaStreams streams, int partitions, Duration comparedAfter, InstantSource clock) {
        this.streams = streams;
        this.partitions = partitions;
        this.reports = new ScopeReports(comparedAfter);
        this.clock = clock;
    }

    @Override
    public Answer<DriftRecord> drifts() {
        return all(DriftPart.DRIFTS);
    }

    @Override
    public Answer<Alert> alerts() {
        return all(AlertKeeperPart.KEPT);
    }

    @Override
    public Answer<RouteGuard> guards() {
        return all(GuardPart.GUARDS);
    }

    @Override
    public Answer<ScopeReport> scopes() {
        Answer<ScopeRow> rows = all(ScopePart.ROWS);
        Instant now = clock.instant();
        return new Answer<>(
                rows.items().stream()
                        .flatMap(row -> reports.of(row, now).stream())
                        .toList(),
                rows.missing());
    }

    @Override
    public Answer<DriftRecord> driftOf(String resourceKey) {
        return one(DriftPart.DRIFTS, resourceKey);
    }

    @Override
    public Answer<RouteGuard> guardOf(String route) {
        return one(GuardPart.GUARDS, route);
    }

    /** The highest version of an order about a target; 0 when none is known, or it cannot be read now. */
    public long lastVersion(String target) {
        Answer<Seen> seen = one(GatePart.seen(TopicCatalogue.OPERATOR_COMMANDS), target);
        return seen.items().stream().mapToLong(Seen::version).max().orElse(0);
    }

    private <T> Answer<T> all(String store) {
        return read(store, (ReadOnlyKeyValueStore<String, T> local) -> {
            List<T> part = new ArrayList<>();
            try (KeyValueIterator<String, T> found = local.all()) {
                found.forEachRemaining(entry -> part.add(entry.value));
            }
            return part;
        });
    }

    private <T> Answer<T> one(String store, String key) {
        return read(store, (ReadOnlyKeyValueStore<String, T> local) -> {
            T found = local.get(key);
            return found == null ? List.of() : List.of(found);
        });
    }

    private <T> Answer<T> read(String store, Function<ReadOnlyKeyValueStore<String, T>, List<T>> reading) {
        List<T> items = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            try {
                items.addAll(reading.apply(streams.store(
                        StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<String, T>keyValueStore())
                                .withPartition(partition))));
            } catch (InvalidStateStoreException | IllegalStateException away) {
                missing.add(store + ", partition " + partition + ": not here, or being restored");
            }
        }
        return new Answer<>(items, missing);
    }
}
