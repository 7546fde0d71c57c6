package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Severity;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a difference may stand before people hear of it and routes are shut. What is dangerous acts at once, whoever did
 * it; the rest waits for an explanation, and a pipeline's for the state that follows it.
 *
 * @param attributionWait for what nobody has explained, below the guard threshold; and for a code that moved while live was
 *     not read since: what it forbids now was allowed until then, and may be gone already
 * @param settleMax for a listed pipeline's, below the guard threshold
 * @param pipelineSettle for a listed pipeline's at HIGH or the guard threshold; CRITICAL never waits
 */
public record Settling(Duration attributionWait, Duration settleMax, Duration pipelineSettle) {

    /** A pipeline that is only perhaps behind a drift gives it no time: somebody else may hide behind the deployment. */
    private static final double KNOWN = 0.7;

    /**
     * When it acts.
     *
     * @param guardThreshold the lowest severity that does more than observe at a route in front
     */
    Instant actsAt(Judgement.Differs drift, Severity guardThreshold) {
        boolean pipeline = drift.attribution().getCause() == Cause.PIPELINE
                && drift.attribution().getConfidence() >= KNOWN;
        if (!drift.liveReread()) {
            return drift.since().plus(attributionWait);
        }
        if (drift.severity() == Severity.CRITICAL) {
            return drift.since();
        }
        if (drift.severity().compareTo(Severity.HIGH) >= 0 || drift.severity().compareTo(guardThreshold) >= 0) {
            return pipeline ? drift.since().plus(pipelineSettle) : drift.since();
        }
        if (pipeline) {
            return drift.since().plus(settleMax);
        }
        return switch (drift.attribution().getCause()) {
            case UNKNOWN, PIPELINE -> drift.since().plus(attributionWait);
            case MANUAL_CONSOLE, MANUAL_CLI, OTHER_AUTOMATION, CLOUD_SERVICE -> drift.since();
        };
    }

    /** When it is said that nothing can be said. */
    Instant actsAt(Judgement.Undecided unknown) {
        return unknown.since().plus(attributionWait);
    }
}
