package io.driftgate.embedded;

import org.jspecify.annotations.Nullable;

/** Says what could not start, why, and what to do about it. Thrown only by {@code start}; nothing is left running. */
public final class EmbeddedStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    EmbeddedStartException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    EmbeddedStartException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** The kind of obstacle; stable, fit for an exit code or a log key. */
    public Reason reason() {
        return reason;
    }

    /** Kinds of obstacle. */
    public enum Reason {
        /** Another process listens on the port that was asked for. */
        PORT_TAKEN,
        /** Another broker or registry, of this or another process, uses the data folder. */
        FOLDER_IN_USE,
        /** The registry's distribution is not where it was looked for. */
        DISTRIBUTION_MISSING,
        /** The child process ended before it answered. */
        EXITED_EARLY,
        /** No answer within the time allowed. */
        TIMED_OUT,
        /** Anything else; the cause tells. */
        FAILED
    }
}
