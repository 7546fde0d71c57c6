package io.driftgate.correlator.drift;

/**
 * Work that a barrier or an order left to do, in chunks, so that no step outlasts a transaction: first what the scope reported before
 * and did not name again, then what waits for a barrier because only one side knows it.
 *
 * @param snapshotId the complete snapshot; empty when the source had not changed, which makes nothing gone
 * @param beganAt when its reading began, ms of the epoch
 * @param appended append time of the barrier, ms of the epoch
 * @param cursor the last key that was done; empty at the start of a phase
 */
public record Sweep(String scope, String snapshotId, long beganAt, long appended, Phase phase, String cursor) {

    /** Which half is under way. */
    public enum Phase {
        SCOPE,
        ONE_SIDED,
        /** After a person looked at a scope: what was a first sight counts. */
        BASELINE,
        /** After a scope was retired: what it said counts no longer. */
        RETIRED
    }

    static Sweep after(String scope, String snapshotId, long beganAt, long appended) {
        return new Sweep(
                scope, snapshotId, beganAt, appended, snapshotId.isEmpty() ? Phase.ONE_SIDED : Phase.SCOPE, "");
    }

    static Sweep baseline(String scope, long appended) {
        return new Sweep(scope, "", 0, appended, Phase.BASELINE, "");
    }

    static Sweep retired(String scope, long appended) {
        return new Sweep(scope, "", appended, appended, Phase.RETIRED, "");
    }

    /** One of a kind is under way per scope: none ends what another began. */
    public String key() {
        return switch (phase) {
            case SCOPE, ONE_SIDED -> scope;
            case BASELINE -> "baseline " + scope;
            case RETIRED -> "retired " + scope;
        };
    }

    Sweep at(String key) {
        return new Sweep(scope, snapshotId, beganAt, appended, phase, key);
    }

    Sweep oneSided() {
        return new Sweep(scope, snapshotId, beganAt, appended, Phase.ONE_SIDED, "");
    }
}
