package io.driftgate.standalone.catalogue;

import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicAdmin;
import io.driftgate.schemas.topic.TopicMismatchException;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.catalogue.Entry.Kind;
import io.driftgate.standalone.catalogue.Entry.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The catalogue's topics in one cluster. One thread. */
final class TopicsInCluster {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final TopicAdmin topics;
    private final TopicPrefix prefix;
    private final Set<String> present;

    /**
     * @param admin stays the caller's to close
     * @throws KafkaException when Kafka does not answer or refuses
     */
    TopicsInCluster(Admin admin, TopicPrefix prefix, TopicsSection section) {
        this.topics = new TopicAdmin(admin, prefix, section.partitions(), (short) section.replication(), TIMEOUT);
        this.prefix = prefix;
        this.present = names(admin);
    }

    Entry check(Topic topic) {
        String name = prefix.name(topic);
        if (!present.contains(name)) {
            return new Entry(Kind.TOPIC, name, State.MISSING, "not found");
        }
        List<String> problems = topics.problems(List.of(topic));
        return problems.isEmpty()
                ? new Entry(Kind.TOPIC, name, State.FINE, "")
                : new Entry(Kind.TOPIC, name, State.WRONG, detail(problems, name));
    }

    Entry make(Topic topic) {
        String name = prefix.name(topic);
        try {
            topics.ensure(List.of(topic));
            return present.contains(name)
                    ? new Entry(Kind.TOPIC, name, State.FINE, "")
                    : new Entry(Kind.TOPIC, name, State.MADE, "created");
        } catch (TopicMismatchException mismatch) {
            return new Entry(
                    Kind.TOPIC,
                    name,
                    present.contains(name) ? State.WRONG : State.MISSING,
                    detail(List.of(String.valueOf(mismatch.getMessage())), name));
        }
    }

    /** The topic's name stands before the detail already. */
    private static String detail(List<String> problems, String name) {
        return String.join("; ", problems).replace("topic " + name + ": ", "");
    }

    private static Set<String> names(Admin admin) {
        try {
            return admin.listTopics().names().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("topics cannot be listed", failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("no answer from Kafka within " + TIMEOUT.toSeconds() + " s", late);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", told);
        }
    }
}
