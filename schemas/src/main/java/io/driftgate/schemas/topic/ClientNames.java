package io.driftgate.schemas.topic;

import java.util.List;

/**
 * By what names, other than topics, our clients are known to Kafka: consumer groups and applications of Kafka Streams, all
 * without {@link TopicPrefix}. The ACLs are made from these, so whoever joins a group under another name is refused.
 */
public final class ClientNames {

    /** The application that finds drift; also its consumer group, and what its transactions and changelogs begin with. */
    public static final String DRIFT_APPLICATION = "driftgate-drift";

    /** Every application of Kafka Streams; all are the correlator's. */
    public static final List<String> APPLICATIONS = List.of(DRIFT_APPLICATION);

    /** What the group of an alert sink begins with; its name follows. */
    public static final String SINK_GROUPS = Service.ALERT_SINKS.label() + "-";

    /** What a user's groups begin with. */
    public static final String USER_GROUPS = Service.USERS.label() + "-";

    private ClientNames() {}
}
