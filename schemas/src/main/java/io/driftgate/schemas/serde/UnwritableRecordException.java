package io.driftgate.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** A record that cannot be written as it is, or not to this subject. The message names fields, never their values. */
public final class UnwritableRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** Why; its name is a metric tag and a log key. */
    public enum Reason {
        /** The subject does not have this schema: the deployment did not register it. */
        SCHEMA_NOT_REGISTERED,
        /** The registry refused to register it, or the subject's latest version does not resolve with it. */
        SCHEMA_REFUSED,
        /** A field holds what its schema does not allow. */
        INVALID_VALUE
    }

    private final Reason reason;

    public UnwritableRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public UnwritableRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
