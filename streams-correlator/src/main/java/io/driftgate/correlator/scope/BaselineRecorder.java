package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorAction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how a scope stood before it was baselined, and after. The drifts follow the order by another way: the record waits until
 * they have come to rest, so that it tells how the scope stands after. Pure but for the clock that stamps
 * {@code correlated}.
 */
public final class BaselineRecorder {

    private static final Duration REST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final InstantSource clock;

    public BaselineRecorder(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether an order is not written down yet. */
    public boolean isPending(ScopeRow row) {
        return row.baseline() != null && !row.baseline().recorded();
    }

    /** The record, once it can be told what came of the order. */
    public Optional<OperatorAction> recorded(ScopeRow row, Instant now) {
        @Nullable Baseline baseline = row.baseline();
        if (baseline == null || baseline.recorded()) {
            return Optional.empty();
        }
        long at = now.toEpochMilli();
        boolean atRest = at - Math.max(baseline.at(), row.counts().movedAt()) >= REST.toMillis();
        if (!atRest && at - baseline.at() < LONGEST.toMillis()) {
            return Optional.empty();
        }
        return Optional.of(OperatorAction.newBuilder()
                .setCommandId(baseline.commandId())
                .setKind(CommandKind.BASELINE_SCOPE)
                .setTarget(row.scope())
                .setOperator(baseline.by())
                .setReason(baseline.reason())
                .setBefore(baseline.before())
                .setAfter(ScopeWords.counts(row))
                .setOccurred(Instant.ofEpochMilli(baseline.ordered()))
                .setCorrelated(clock.instant())
                .build());
    }
}
