package io.driftgate.correlator.assemble;

import io.driftgate.correlator.assemble.ScopeProgress.Stage;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds snapshots to their order and count. A resource that was read is a fact at once; that a resource is gone follows
 * only from a snapshot that ended with the right count and lost nothing on the way: a crash, a truncated page or a
 * throttled call never becomes "deleted". Pure.
 */
public final class SnapshotAssembler {

    /**
     * What one record led to.
     *
     * @param progress how the scope stands now
     * @param fact what the engine must know
     * @param verdict for metrics
     */
    public record Step(ScopeProgress progress, Optional<EntityFact> fact, Verdict verdict) {

        /** What the scope's summary must know: that it was read to its end. */
        public Optional<ScopeFact> scopeFact() {
            return fact.filter(said -> said.getKind() == FactKind.SCOPE_COMPLETED)
                    .map(barrier -> ScopeFacts.completed(barrier, progress.resources()));
        }
    }

    /** What became of a snapshot record. */
    public enum Verdict {
        TAKEN,
        /** Seen before: a producer's repetition. */
        DUPLICATE,
        /** Of a snapshot that another one has overtaken. */
        OVERTAKEN,
        /** After a gap: what it says of its resource counts, its snapshot ends nothing. */
        VOIDED,
        /** Names no resource, or is of a kind that only newer versions know. */
        UNUSABLE
    }

    /** @param appended append time of the record; {@code read_at} is clamped to a minute after it */
    public Step accept(ScopeProgress progress, SnapshotRecord record, Instant appended) {
        return switch (record.getKind()) {
            case BEGAN -> began(progress, record, appended);
            case RESOURCE -> resource(progress, record, appended);
            case ENDED -> ended(progress, record, appended);
            case UNCHANGED -> unchanged(progress, record, appended);
            case REFRESHED ->
                record.getResource() == null
                        ? nothing(progress, Verdict.UNUSABLE)
                        : new Step(progress, Optional.of(Facts.resource(record, appended)), Verdict.TAKEN);
            case VOID -> nothing(progress, Verdict.UNUSABLE);
        };
    }

    private static Step began(ScopeProgress progress, SnapshotRecord record, Instant appended) {
        if (record.getSnapshotId().equals(progress.snapshotId())) {
            return nothing(progress, Verdict.DUPLICATE);
        }
        long at = Facts.clamped(record.getReadAt(), appended).toEpochMilli();
        return nothing(progress.began(record.getSnapshotId(), at, record.getCovers()), Verdict.TAKEN);
    }

    private static Step resource(ScopeProgress progress, SnapshotRecord record, Instant appended) {
        if (record.getResource() == null) {
            // Counted as a gap by the record that follows: one resource is missing from the snapshot.
            return nothing(progress, Verdict.UNUSABLE);
        }
        if (!record.getSnapshotId().equals(progress.snapshotId())) {
            return nothing(progress, Verdict.OVERTAKEN);
        }
        if (record.getSeq() < progress.nextSeq()) {
            return nothing(progress, Verdict.DUPLICATE);
        }
        Optional<EntityFact> fact = Optional.of(Facts.resource(record, appended));
        if (record.getSeq() > progress.nextSeq()) {
            return new Step(progress.skippedTo(record.getSeq()), fact, Verdict.VOIDED);
        }
        return new Step(progress.oneMore(), fact, progress.stage() == Stage.OPEN ? Verdict.TAKEN : Verdict.VOIDED);
    }

    private static Step ended(ScopeProgress progress, SnapshotRecord record, Instant appended) {
        if (!record.getSnapshotId().equals(progress.snapshotId())) {
            return nothing(progress, Verdict.OVERTAKEN);
        }
        if (progress.stage() == Stage.COMPLETE) {
            return nothing(progress, Verdict.DUPLICATE);
        }
        @Nullable Long count = record.getCount();
        boolean whole = progress.stage() == Stage.OPEN
                && record.getSeq() == progress.nextSeq()
                && Objects.equals(count, progress.resources());
        if (!whole) {
            return nothing(progress.to(Stage.VOID), Verdict.VOIDED);
        }
        ScopeProgress complete = progress.to(Stage.COMPLETE).asConfigured();
        EntityFact barrier = Facts.completed(
                record.getScope(),
                complete.snapshotId(),
                Instant.ofEpochMilli(complete.beganAt()),
                complete.covers(),
                appended);
        return new Step(complete, Optional.of(barrier), Verdict.TAKEN);
    }

    /** Renews the barrier of the snapshot that was the last to end well; after a broken one there is none to renew. */
    private static Step unchanged(ScopeProgress progress, SnapshotRecord record, Instant appended) {
        if (progress.stage() != Stage.COMPLETE || !record.getSnapshotId().equals(progress.snapshotId())) {
            return nothing(progress, Verdict.OVERTAKEN);
        }
        EntityFact barrier = Facts.completed(
                record.getScope(), "", Facts.clamped(record.getReadAt(), appended), record.getCovers(), appended);
        return new Step(progress, Optional.of(barrier), Verdict.TAKEN);
    }

    private static Step nothing(ScopeProgress progress, Verdict verdict) {
        return new Step(progress, Optional.empty(), verdict);
    }
}
