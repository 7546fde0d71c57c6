package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.List;

/** How one resource stands, from all that is known of it and whatever was said of it before. */
public sealed interface Judgement {

    /** Neither side has it. */
    record Absent() implements Judgement {}

    /**
     * Both sides have it and nothing that can be compared differs.
     *
     * @param absorbed it differed, and the code gave in: live is not what the code said when the episode began
     * @param takenOver where, and how bad that is
     */
    record InSync(List<String> unknownPaths, boolean absorbed, List<AttributeDifference> takenOver)
            implements Judgement {
        public InSync {
            takenOver = List.copyOf(takenOver);
            unknownPaths = List.copyOf(unknownPaths);
        }
    }

    /**
     * The sides differ.
     *
     * @param status {@code DRIFTED}, {@code MISSING} or {@code UNMANAGED}
     * @param moved attributes of the resource in which live left what the code said when the episode began
     * @param severity the worst of the differences
     * @param firstSight it was so when both scopes were read for the first time, and nothing changed since
     * @param liveReread live was read after the code came to be as it is
     * @param readAt when the live state was first read as it is now
     * @param since append time of the record that made them differ, on whichever side
     * @param attribution who did it
     */
    record Differs(
            DriftStatus status,
            List<AttributeDifference> differences,
            List<String> unknownPaths,
            List<String> moved,
            Severity severity,
            boolean firstSight,
            boolean liveReread,
            Instant readAt,
            Instant since,
            Attribution attribution)
            implements Judgement {
        public Differs {
            differences = List.copyOf(differences);
            unknownPaths = List.copyOf(unknownPaths);
            moved = List.copyOf(moved);
        }

        Differs asFirstSight() {
            return new Differs(
                    status, differences, unknownPaths, moved, severity, true, liveReread, readAt, since, attribution);
        }
    }

    /**
     * It cannot be said: one side is not known, or does not fit into a record.
     *
     * @param since append time of the record that is waiting for its other side
     */
    record Undecided(Instant since) implements Judgement {}
}
