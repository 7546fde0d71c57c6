package io.driftgate.sinks.dedupe;

/** Whether a sink still has to hear of a version of an alert. */
public enum Verdict {
    /** It is news. */
    TELL(""),
    /** The sink heard of this version, or of a later one. */
    ALREADY_TOLD("this version or a later one was settled before"),
    /** {@code notify} is false: it keeps the record fresh, and nobody must be called for it. */
    NOT_TO_BE_TOLD("notify is false");

    private final String reason;

    Verdict(String reason) {
        this.reason = reason;
    }

    /** One clause for the delivery's record; empty when it is told. */
    public String reason() {
        return reason;
    }
}
