package io.driftgate.schemas.serde;

import java.util.Locale;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A record that can never be read, however often it is tried: it belongs into a dead letter. The message names topic,
 * size and schema, never the bytes.
 */
public final class PoisonRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** Why; its name is a metric tag, a log key and the dead letter's reason. */
    public enum Reason {
        /** Too short for the header, another first byte, or a negative id: not written by a serializer like ours. */
        NOT_AVRO_WIRE_FORMAT,
        /** The registry itself says that it has no such schema. An absent registry never ends here. */
        UNKNOWN_SCHEMA_ID,
        /** The id is that of a schema that is not Avro, or that cannot be parsed. */
        UNUSABLE_SCHEMA,
        /** Another type of record than this reader takes. */
        WRONG_TYPE,
        /** The type's name is right, but its schema does not resolve to the reader's. */
        INCOMPATIBLE_SCHEMA,
        /** The body is not what its schema says. */
        CORRUPT_BODY,
        /** A whole record, and something after it. */
        TRAILING_BYTES,
        /** Larger than a value of ours may be: what comes of it would outgrow what Kafka takes, again and again. */
        TOO_LARGE;

        /** The reason as metric tag and record field. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public PoisonRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public PoisonRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
