package io.driftgate.correlator.assemble;

import java.util.List;

/**
 * How far the reading of one scope has come.
 *
 * <pre>
 *   (nothing) --began--> OPEN --resource seq+1--> OPEN --ended, count right--> COMPLETE
 *                          |                                                     |
 *                          +--gap, or a wrong count--> VOID       unchanged ----+ (a barrier again)
 *   any --began of another snapshot--> OPEN
 * </pre>
 *
 * @param snapshotId the snapshot that began last in log order
 * @param nextSeq the sequence number that comes next
 * @param resources how many resources it named so far
 * @param beganAt when its reading began, ms of the epoch, by the collector's clock
 * @param covers what the scope covers, as provider/account/region/type each
 * @param configured whether the engine was told that the scope exists
 * @param retiringSince append time of the tombstone that nobody has contradicted yet, ms of the epoch; 0 when there is none
 */
public record ScopeProgress(
        String snapshotId,
        Stage stage,
        long nextSeq,
        long resources,
        long beganAt,
        List<String> covers,
        boolean configured,
        long retiringSince) {

    /** Where a snapshot stands. */
    public enum Stage {
        NONE,
        OPEN,
        /** Something of it was lost: it ends nothing. */
        VOID,
        COMPLETE
    }

    /** Of a scope that nothing is known of. */
    public static final ScopeProgress NOTHING = new ScopeProgress("", Stage.NONE, 0, 0, 0, List.of(), false, 0);

    public ScopeProgress {
        covers = List.copyOf(covers);
    }

    ScopeProgress began(String snapshot, long at, List<String> places) {
        return new ScopeProgress(snapshot, Stage.OPEN, 1, 0, at, places, configured, retiringSince);
    }

    ScopeProgress oneMore() {
        return new ScopeProgress(
                snapshotId, stage, nextSeq + 1, resources + 1, beganAt, covers, configured, retiringSince);
    }

    ScopeProgress to(Stage next) {
        return new ScopeProgress(snapshotId, next, nextSeq, resources, beganAt, covers, configured, retiringSince);
    }

    ScopeProgress skippedTo(long seq) {
        return new ScopeProgress(
                snapshotId, Stage.VOID, seq + 1, resources, beganAt, covers, configured, retiringSince);
    }

    /** The engine was told that the scope exists. */
    public ScopeProgress asConfigured() {
        return new ScopeProgress(snapshotId, stage, nextSeq, resources, beganAt, covers, true, retiringSince);
    }

    /** A tombstone came. */
    public ScopeProgress retiring(long since) {
        return new ScopeProgress(snapshotId, stage, nextSeq, resources, beganAt, covers, configured, since);
    }
}
