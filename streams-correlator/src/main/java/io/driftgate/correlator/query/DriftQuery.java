package io.driftgate.correlator.query;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which drifts are asked for: the open ones, unless a status, a key or {@code resolved} says otherwise. Worst first, then
 * those that have been open longest.
 */
final class DriftQuery {

    static final List<String> PARAMETERS =
            List.of("status", "severity", "scope", "type", "key", "resolved", "limit", "after");
    static final String LIST = "drift";

    private final Predicate<DriftRecord> wanted;

    DriftQuery(QueryParameters parameters) {
        Optional<DriftStatus> status = parameters.choice("status", DriftStatus.class);
        Optional<Severity> atLeast = parameters.choice("severity", Severity.class);
        Optional<String> scope = parameters.text("scope");
        Optional<String> type = parameters.text("type");
        Optional<String> key = parameters.text("key");
        // Who names a status or a resource means it whether it is open or not.
        Optional<Boolean> resolved = parameters
                .truth("resolved")
                .or(() -> status.isPresent() || key.isPresent() ? Optional.empty() : Optional.of(false));
        this.wanted = drift -> resolved.map(value -> value == isResolved(drift)).orElse(true)
                && status.map(value -> value == drift.getStatus()).orElse(true)
                && atLeast.map(value -> drift.getSeverity().compareTo(value) >= 0)
                        .orElse(true)
                && scope.map(value -> isIn(drift, value)).orElse(true)
                && type.map(value -> value.equals(drift.getType())).orElse(true)
                && key.map(value -> value.equals(drift.getResourceKey())).orElse(true);
    }

    boolean matches(DriftRecord drift) {
        return wanted.test(drift);
    }

    static SortKey place(DriftRecord drift) {
        return new SortKey(
                LIST, -drift.getSeverity().ordinal(), drift.getOpenedAt().toEpochMilli(), drift.getResourceKey());
    }

    private static boolean isResolved(DriftRecord drift) {
        return drift.getStatus() == DriftStatus.IN_SYNC || drift.getResolution() != Resolution.UNRESOLVED;
    }

    private static boolean isIn(DriftRecord drift, String scope) {
        return drift.getDeclaredScopes().contains(scope)
                || drift.getLiveScopes().contains(scope);
    }
}
