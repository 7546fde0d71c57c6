package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.Severity;
import java.util.Optional;

/**
 * What one scope has to know of the drift of one of its resources, as the store keeps it.
 *
 * @param driftId short id
 * @param address Terraform's address; empty for what nobody declares
 * @param accepted a named person took it upon himself: it is not open
 */
public record ScopedDrift(
        String resourceKey,
        String driftId,
        String address,
        DriftStatus status,
        Severity severity,
        boolean firstSight,
        boolean accepted) {

    /** What a {@code DRIFT_COUNTED} leaves to be kept; nothing when the resource is as it should be, or left the scope. */
    public static Optional<ScopedDrift> of(ScopeFact fact) {
        boolean inSync = fact.getStatus() == DriftStatus.IN_SYNC;
        // What was accepted and went back is accepted no more.
        boolean accepted = fact.getResolution() == Resolution.ACCEPTED && !inSync;
        boolean over = inSync || fact.getResolution() != Resolution.UNRESOLVED;
        if (fact.getLeft() || (over && !accepted)) {
            return Optional.empty();
        }
        return Optional.of(new ScopedDrift(
                fact.getResourceKey(),
                fact.getDriftId(),
                fact.getAddress(),
                fact.getStatus(),
                fact.getSeverity(),
                fact.getFirstSight(),
                accepted));
    }

    boolean isOpen() {
        return !accepted && status != DriftStatus.UNKNOWN;
    }

    /**
     * Whether the scope's summary tells it. A drift between two scopes is told by the declared one, where it is to be mended;
     * a live scope tells what no declared one names.
     */
    public boolean isSummedUpBy(ScopeKind kind) {
        return isOpen() && firstSight && (kind == ScopeKind.DECLARED || status == DriftStatus.UNMANAGED);
    }
}
