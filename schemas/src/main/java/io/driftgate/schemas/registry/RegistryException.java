package io.driftgate.schemas.registry;

/**
 * A call to the schema registry that brought no answer we can use. The message says what was asked, what came back and
 * what to do; it never holds credentials or the body of a foreign page.
 */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; its name is a metric tag and a log key. */
    public enum Reason {
        /** No configured registry could be reached, or all of them failed or refused for load. Worth another try. */
        UNAVAILABLE,
        /** The registry itself says that it has no such subject, version, id or setting. */
        NOT_FOUND,
        /** The schema breaks the compatibility that the subject is held to. */
        INCOMPATIBLE,
        /** The registry refused our credentials, or their rights do not suffice. */
        UNAUTHORIZED,
        /** The registry understood the request and refuses it: an invalid schema, level or subject. */
        INVALID,
        /** The registry has it, but it is not Avro, refers to other schemas, or cannot be parsed. */
        UNUSABLE_SCHEMA,
        /** Something answered that is no registry, or not as one: a wrong address, a proxy's page, other JSON. */
        UNEXPECTED_ANSWER,
        /** The calling thread was interrupted; its flag is set again. */
        INTERRUPTED,
        /** The client was closed. */
        CLOSED
    }

    private final Reason reason;

    public RegistryException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RegistryException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Never null, unlike that of other exceptions. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }
}
