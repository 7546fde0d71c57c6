package io.driftgate.schemas.topic;

import java.util.Map;

/**
 * What goes before every topic, application id, group, transactional id and subject, so that several installations
 * share one cluster. Empty by default.
 *
 * @param value the prefix with its own separator: {@code staging.}
 */
public record TopicPrefix(String value) {

    /** Environment variable that sets it. */
    public static final String VARIABLE = "DRIFTGATE_TOPIC_PREFIX";

    public static final TopicPrefix NONE = new TopicPrefix("");

    public TopicPrefix {
        if (!value.matches("[a-zA-Z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    VARIABLE + ": '" + value + "' (expected: at most 100 of a-z, A-Z, 0-9, '.', '_' and '-')");
        }
    }

    /** The prefix that an environment names, or none. */
    public static TopicPrefix of(Map<String, String> environment) {
        return new TopicPrefix(environment.getOrDefault(VARIABLE, ""));
    }

    /** Name of the topic in the cluster. */
    public String name(Topic topic) {
        return value + topic.name();
    }

    /** Any other name with the prefix: an application id, a group. */
    public String name(String name) {
        return value + name;
    }

    /** Subject of the topic's value in the registry. */
    public String valueSubject(Topic topic) {
        return value + topic.valueSubject();
    }
}
