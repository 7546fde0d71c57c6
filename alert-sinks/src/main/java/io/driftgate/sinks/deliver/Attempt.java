package io.driftgate.sinks.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What came of one try to tell a sink. Errors are sentences of ours: no URL, no body, nothing that a sink said. */
sealed interface Attempt {

    /** HTTP status or its like. */
    OptionalInt status();

    /** The sink has it. */
    record Told(OptionalInt status) implements Attempt {}

    /** The sink will never take it. */
    record Refused(OptionalInt status, String error) implements Attempt {}

    /**
     * Worth another try.
     *
     * @param retryAfter when the sink asked to be left alone for a while
     */
    record NotNow(OptionalInt status, String error, Optional<Duration> retryAfter) implements Attempt {}
}
