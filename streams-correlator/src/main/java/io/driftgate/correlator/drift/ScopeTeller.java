package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeFactKind;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells each scope of a drift, declared or live, how the resource stands; and those that have it no longer, that it left. Pure. */
final class ScopeTeller {

    private final EngineOutput output;

    ScopeTeller(EngineOutput output) {
        this.output = output;
    }

    /** A drift that was said anew. */
    void drift(@Nullable DriftRecord before, DriftRecord now, Instant appended) {
        SortedSet<String> of = scopes(now);
        of.forEach(scope -> output.scopeFact(fact(scope, now, false, appended)));
        if (before != null) {
            SortedSet<String> left = scopes(before);
            left.removeAll(of);
            left.forEach(scope -> output.scopeFact(fact(scope, now, true, appended)));
        }
    }

    private static SortedSet<String> scopes(DriftRecord drift) {
        SortedSet<String> scopes = new TreeSet<>(drift.getDeclaredScopes());
        scopes.addAll(drift.getLiveScopes());
        return scopes;
    }

    private static ScopeFact fact(String scope, DriftRecord drift, boolean left, Instant appended) {
        return ScopeFact.newBuilder()
                .setKind(ScopeFactKind.DRIFT_COUNTED)
                .setScope(scope)
                .setResourceKey(drift.getResourceKey())
                .setStatus(drift.getStatus())
                .setSeverity(drift.getSeverity())
                .setFirstSight(drift.getFirstSight())
                .setDriftId(drift.getId())
                .setAddress(drift.getAddress())
                .setResolution(drift.getResolution())
                .setLeft(left)
                .setAppendTime(appended)
                .build();
    }
}
