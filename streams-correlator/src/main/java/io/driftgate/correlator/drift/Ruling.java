package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.DriftRecord;
import java.time.Instant;

/** What to do about a resource now. */
sealed interface Ruling {

    /** Say it. */
    record Publish(DriftRecord record) implements Ruling {}

    /** Say nothing before that time, and judge again then. */
    record Hold(Instant until) implements Ruling {}

    /** Nothing to say that was not said. */
    record Keep() implements Ruling {}
}
