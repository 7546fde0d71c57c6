package io.driftgate.collectors.changes;

import com.fasterxml.jackson.databind.JsonNode;

/** One thing that was found in an envelope. */
public sealed interface Unwrapped {

    /** A CloudTrail record. */
    record TrailRecord(JsonNode json) implements Unwrapped {}

    /** Something that carries no change; the message quotes nothing of it. */
    record LeftOut(LeftOutReason reason, String message) implements Unwrapped {}
}
