package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.DriftRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a judgement back that only follows because a scope of the resource was retired. That somebody looks no longer is not
 * news of the resource: it neither ends an open drift nor makes it milder, and what it leaves in nobody's code guards no
 * route until something changes. Else who can write one tombstone could open what is shut. Pure.
 */
final class Retirement {

    private Retirement() {}

    /**
     * The judgement as far as it may be believed.
     *
     * @param row with the scope's contribution retired
     * @param previous what was said last
     */
    static Judgement restrained(Judgement judgement, ResourceRow row, @Nullable DriftRecord previous) {
        long retired = row.lastRetiredAt();
        if (retired == 0) {
            return judgement;
        }
        boolean declaredSince = saidSince(row.declaredContributions(), retired);
        boolean liveSince = saidSince(row.liveContributions(), retired);
        if (previous == null || !Ledger.isOpen(previous)) {
            boolean nothingNew = !liveSince && !declaredSince;
            return judgement instanceof Judgement.Differs differs && nothingNew ? differs.asFirstSight() : judgement;
        }
        Judgement held = new Judgement.Undecided(Instant.ofEpochMilli(retired));
        return switch (judgement) {
            case Judgement.Undecided unknown -> unknown;
            case Judgement.Absent absent -> liveSince ? absent : held;
            case Judgement.InSync inSync -> liveSince || declaredSince ? inSync : held;
            case Judgement.Differs differs -> {
                boolean milder = differs.severity().compareTo(previous.getSeverity()) < 0;
                boolean sleeps = previous.getFirstSight() && !liveSince && !declaredSince;
                yield milder && !declaredSince ? held : sleeps ? differs.asFirstSight() : differs;
            }
        };
    }

    /** Whether any of them came to say what it says after a time. */
    private static boolean saidSince(List<Contribution> side, long time) {
        return side.stream()
                .flatMap(contribution -> contribution.newest().stream())
                .anyMatch(reading -> reading.appended() > time);
    }
}
