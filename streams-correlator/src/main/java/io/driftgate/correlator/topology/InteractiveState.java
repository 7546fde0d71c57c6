package io.driftgate.correlator.topology;

import io.driftgate.correlator.query.Answer;
import io.driftgate.correlator.query.StateView;
import io.driftgate.correlator.scope.ScopeReports;
import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.ScopeReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
        return all(AlertPart.ALERTS);
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

    private <T> Answer<T> all(String store) {
        List<T> items = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            List<T> part = new ArrayList<>();
            try {
                ReadOnlyKeyValueStore<String, T> local = streams.store(
                        StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<String, T>keyValueStore())
                                .withPartition(partition));
                try (KeyValueIterator<String, T> found = local.all()) {
                    found.forEachRemaining(entry -> part.add(entry.value));
                }
                items.addAll(part);
            } catch (InvalidStateStoreException | IllegalStateException away) {
                missing.add(store + ", partition " + partition + ": not here, or being restored");
            }
        }
        return new Answer<>(items, missing);
    }
}
