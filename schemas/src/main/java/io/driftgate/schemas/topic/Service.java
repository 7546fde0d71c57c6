package io.driftgate.schemas.topic;

/** Who writes and reads topics; each becomes a principal in the Kafka ACLs. */
public enum Service {
    INGEST_PROXY("ingest-proxy"),
    DRIFT_COLLECTORS("drift-collectors"),
    STREAMS_CORRELATOR("streams-correlator"),
    ALERT_SINKS("alert-sinks"),
    /** People and their own programs. */
    USERS("users");

    private final String label;

    Service(String label) {
        this.label = label;
    }

    /** The service's name in kebab-case, as in its dead-letter topic. */
    public String label() {
        return label;
    }
}
