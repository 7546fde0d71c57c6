package io.driftgate.kit.kafka;

/** A schema of ours is not in the registry, and this service may not put it there. */
public final class SchemaMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaMissingException(String subject) {
        super("subject " + subject + ": our schema is not registered (expected: registered with the deployment, or"
                + " topics.register_schemas: true on a single machine)");
    }
}
