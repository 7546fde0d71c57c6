package io.driftgate.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and refuses those that would break co-partitioning or lose records. Creating is
 * idempotent: several services may do it at once.
 */
public final class TopicAdmin {

    /** Settings that must be as the catalogue says; the rest is for operators to tune. */
    private static final List<String> BINDING_SETTINGS = List.of("cleanup.policy", "message.timestamp.type");

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;
    private final TopicPrefix prefix;
    private final int partitions;
    private final short replication;
    private final Duration timeout;

    /**
     * @param admin stays the caller's to close
     * @param partitions how many partitions every topic has
     * @param replication copies of a new topic; -1 for the broker's default
     * @param timeout how long one call to Kafka may take
     */
    public TopicAdmin(Admin admin, TopicPrefix prefix, int partitions, short replication, Duration timeout) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: " + partitions + " (expected: at least 1)");
        }
        this.admin = admin;
        this.prefix = prefix;
        this.partitions = partitions;
        this.replication = replication;
        this.timeout = timeout;
    }

    /**
     * Creates what is missing, then checks all of them. Who may not create is content with topics that are there, and who
     * may not read their settings with their partition counts; both are logged.
     *
     * @throws TopicMismatchException naming every topic that is not as the catalogue says, or is missing and may not be
     *     created
     * @throws org.apache.kafka.common.errors.RetriableException when Kafka does not answer; may be tried again
     * @throws KafkaException when Kafka refuses
     */
    public void ensure(Collection<Topic> topics) {
        // Looked for first: who may only read and write what a deployment has made need not be allowed to create.
        topics.stream().filter(topic -> !isKnown(topic)).forEach(this::createIfMissing);
        topics.forEach(this::awaitKnown);
        List<String> problems = problems(topics);
        if (!problems.isEmpty()) {
            throw new TopicMismatchException(problems);
        }
    }

    /** What is not as the catalogue says, one sentence each; empty when all is well. */
    public List<String> problems(Collection<Topic> topics) {
        List<String> problems = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (Topic topic : topics) {
            try {
                problems.addAll(compare(topic, unread));
            } catch (UnknownTopicOrPartitionException missing) {
                problems.add("topic " + prefix.name(topic) + ": not found (expected: " + partitions + " partitions)");
            }
        }
        if (!unread.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("topics", unread)
                    .log(
                            "settings of topics were not checked, only their partitions: Kafka refuses to show them (expected:"
                                    + " the right DESCRIBE_CONFIGS)");
        }
        return problems;
    }

    private void createIfMissing(Topic topic) {
        NewTopic wanted = new NewTopic(prefix.name(topic), partitions, replication).configs(topic.settings());
        try {
            await(
                    "create topic " + wanted.name(),
                    admin.createTopics(List.of(wanted)).all());
        } catch (TopicExistsException present) {
            // Another service, or an earlier start, was first; the check that follows decides whether it fits.
        } catch (AuthorizationException refused) {
            if (!isKnown(topic)) {
                throw new TopicMismatchException(List.of("topic " + wanted.name()
                        + ": not found, and Kafka refuses to let us create it (expected: made by the deployment, or the"
                        + " right CREATE)"));
            }
            LOG.atWarn().addKeyValue("topic", wanted.name()).log("a topic that we may not create was made by another");
        }
    }

    /** A broker that was asked to create a topic may answer for a moment as if it had never heard of it. */
    private void awaitKnown(Topic topic) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!isKnown(topic) && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new KafkaException("waiting for topic " + prefix.name(topic) + " was interrupted", stop);
            }
        }
    }

    private boolean isKnown(Topic topic) {
        try {
            var unused = compare(topic, new ArrayList<>());
            return true;
        } catch (UnknownTopicOrPartitionException missing) {
            return false;
        }
    }

    /** @param unread gets the topic when its settings may not be read */
    private List<String> compare(Topic topic, List<String> unread) {
        String name = prefix.name(topic);
        List<String> problems = new ArrayList<>();
        int found = describe(name).partitions().size();
        if (found != partitions) {
            problems.add("topic " + name + ": " + found + " partitions (expected: " + partitions
                    + ", as the topics that are read with it; create it anew or set the count)");
        }
        try {
            problems.addAll(compareSettings(topic, settings(name)));
        } catch (AuthorizationException refused) {
            unread.add(name);
        }
        return problems;
    }

    private List<String> compareSettings(Topic topic, Config settings) {
        List<String> problems = new ArrayList<>();
        for (String setting : BINDING_SETTINGS) {
            String found = settings.get(setting).value();
            String expected = topic.settings().getOrDefault(setting, "");
            if (!sameList(found, expected)) {
                problems.add("topic " + prefix.name(topic) + ": " + setting + " is " + found + " (expected: " + expected
                        + "; alter it with kafka-configs)");
            }
        }
        return problems;
    }

    private TopicDescription describe(String name) {
        try {
            return Objects.requireNonNull(
                    await(
                                    "describe topic " + name,
                                    admin.describeTopics(List.of(name)).allTopicNames())
                            .get(name),
                    name);
        } catch (TopicAuthorizationException refused) {
            // Kafka says the same whether there is such a topic or not.
            throw new TopicAuthorizationException(
                    "topic " + name + ": Kafka refuses to show it to us (expected: the ACLs of this service)",
                    Set.of(name));
        }
    }

    private Config settings(String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Map<ConfigResource, Config> configs = await(
                "read settings of topic " + name,
                admin.describeConfigs(List.of(resource)).all());
        return Objects.requireNonNull(configs.get(resource), name);
    }

    private static boolean sameList(String found, String expected) {
        return List.of(found.split(",", -1)).stream()
                .map(String::strip)
                .sorted()
                .toList()
                .equals(List.of(expected.split(",", -1)).stream().sorted().toList());
    }

    private <T> T await(String action, org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(action + " failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    action + ": no answer from Kafka within " + timeout.toSeconds() + " s", late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new KafkaException(action + " was interrupted", stop);
        }
    }
}
