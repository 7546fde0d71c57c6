package io.driftgate.standalone.catalogue;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole catalogue in one cluster: what a deployment makes before the services start, so that these need no right to
 * create topics or register schemas. Making is idempotent. One thread.
 *
 * @param access stays the caller's to close
 * @param step is told what is being asked
 */
public record CatalogueDeployment(KafkaAccess access, TopicsSection section, Consumer<String> step) {

    /**
     * How everything stands, topics before subjects.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer or refuses
     * @throws io.driftgate.schemas.registry.RegistryException when the registry does
     */
    public List<Entry> check() {
        return each("looking at", TopicsInCluster::check, SubjectsInRegistry::check);
    }

    /**
     * Makes what is missing, and says what cannot be made as the catalogue says.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer or refuses
     * @throws io.driftgate.schemas.registry.RegistryException when the registry does
     */
    public List<Entry> make() {
        return each("making", TopicsInCluster::make, SubjectsInRegistry::make);
    }

    private List<Entry> each(
            String doing,
            BiFunction<TopicsInCluster, Topic, Entry> topicWork,
            BiFunction<SubjectsInRegistry, Topic, Optional<Entry>> subjectWork) {
        List<Entry> entries = new ArrayList<>();
        step.accept("asking the registry");
        SubjectsInRegistry subjects = new SubjectsInRegistry(access.registry(), access.prefix());
        try (Admin admin = access.admin()) {
            step.accept("asking Kafka for its topics");
            TopicsInCluster topics = new TopicsInCluster(admin, access.prefix(), section);
            for (Topic topic : TopicCatalogue.topics()) {
                step.accept(doing + " topic " + access.prefix().name(topic));
                entries.add(topicWork.apply(topics, topic));
            }
        }
        for (Topic topic : TopicCatalogue.topics()) {
            step.accept(doing + " subject " + access.prefix().valueSubject(topic));
            subjectWork.apply(subjects, topic).ifPresent(entries::add);
        }
        return entries;
    }
}
