package io.driftgate.schemas.topic;

/** What Kafka does with old records of a topic: the values of {@code cleanup.policy}. */
public enum CleanUp {
    DELETE("delete"),
    COMPACT("compact"),
    COMPACT_DELETE("compact,delete");

    private final String policy;

    CleanUp(String policy) {
        this.policy = policy;
    }

    /** The value of {@code cleanup.policy}. */
    public String policy() {
        return policy;
    }

    /** Whether the last record of each key stays. */
    public boolean compacts() {
        return this != DELETE;
    }

    /** Whether records go after the retention. */
    public boolean deletes() {
        return this != COMPACT;
    }
}
