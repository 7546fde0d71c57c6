package io.driftgate.standalone.catalogue;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
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
        List<Entry> entries = new ArrayList<>();
        step.accept("asking the registry");
        SubjectsInRegistry subjects = new SubjectsInRegistry(access.registry(), access.prefix());
        try (Admin admin = access.admin()) {
            step.accept("asking Kafka for its topics");
            TopicsInCluster topics = new TopicsInCluster(admin, access.prefix(), section);
            for (Topic topic : TopicCatalogue.topics()) {
                step.accept("looking at topic " + access.prefix().name(topic));
                entries.add(topics.check(topic));
            }
        }
        for (Topic topic : TopicCatalogue.topics()) {
            step.accept("looking at subject " + access.prefix().valueSubject(topic));
            subjects.check(topic).ifPresent(entries::add);
        }
        return entries;
    }

    /**
     * Makes what is missing, and says what cannot be made as the catalogue says.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer or refuses
     * @throws io.driftgate.schemas.registry.RegistryException when the registry does
     */
    public List<Entry> make() {
        List<Entry> entries = new ArrayList<>();
        step.accept("asking the registry");
        SubjectsInRegistry subjects = new SubjectsInRegistry(access.registry(), access.prefix());
        try (Admin admin = access.admin()) {
            step.accept("asking Kafka for its topics");
            TopicsInCluster topics = new TopicsInCluster(admin, access.prefix(), section);
            for (Topic topic : TopicCatalogue.topics()) {
                step.accept("making topic " + access.prefix().name(topic));
                entries.add(topics.make(topic));
            }
        }
        for (Topic topic : TopicCatalogue.topics()) {
            step.accept("registering subject " + access.prefix().valueSubject(topic));
            subjects.make(topic).ifPresent(entries::add);
        }
        return entries;
    }
}
