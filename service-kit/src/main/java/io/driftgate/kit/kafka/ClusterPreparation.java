package io.driftgate.kit.kafka;

import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicAdmin;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Makes and checks topics and schemas. That Kafka or the registry is away is what an attempt returns; that they are there
 * and not as they must be is thrown.
 */
final class ClusterPreparation implements Patience.Attempt {

    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final TopicsSection section;
    private final Collection<Topic> topics;
    private final TopicPrefix prefix;
    private final Supplier<Admin> admins;
    private final SchemaRegistryClient registry;
    private final ClusterProbe probe;

    /**
     * @param topics at least one
     * @param admins makes a client, which is closed here
     */
    ClusterPreparation(
            TopicsSection section,
            Collection<Topic> topics,
            TopicPrefix prefix,
            Supplier<Admin> admins,
            SchemaRegistryClient registry,
            ClusterProbe probe) {
        this.section = section;
        this.topics = topics;
        this.prefix = prefix;
        this.admins = admins;
        this.registry = registry;
        this.probe = probe;
    }

    @Override
    public List<String> make() {
        String subject = prefix.valueSubject(topics.iterator().next());
        List<String> missing = Stream.of(probe.connection(), probe.registry(subject))
                .flatMap(Optional::stream)
                .toList();
        return missing.isEmpty()
                ? ensureTopics().or(this::ensureSchemas).stream().toList()
                : missing;
    }

    private Optional<String> ensureTopics() {
        Admin admin = admins.get();
        try {
            Optional<String> silent = probe.answer(admin);
            if (silent.isEmpty()) {
                new TopicAdmin(admin, prefix, section.partitions(), (short) section.replication(), TOPIC_TIMEOUT)
                        .ensure(topics);
            }
            return silent;
        } catch (AuthenticationException refused) {
            throw probe.refused(refused);
        } catch (RetriableException away) {
            return Optional.of("Kafka does not do what it is asked (" + away.getMessage() + ")");
        } finally {
            // Within a limit: without one it would wait for calls under way.
            admin.close(CLOSE);
        }
    }

    private Optional<String> ensureSchemas() {
        try {
            topics.forEach(topic -> topic.value()
                    .ifPresent(type -> ensureSchema(
                            prefix.valueSubject(topic), SpecificData.get().getSchema(type))));
            return Optional.empty();
        } catch (RegistryException away) {
            if (away.reason() != RegistryException.Reason.UNAVAILABLE) {
                throw away;
            }
            return Optional.of(probe.registryAway());
        }
    }

    private void ensureSchema(String subject, Schema schema) {
        if (section.registerSchemas()) {
            registry.register(subject, schema);
        } else if (registry.lookUp(subject, schema).isEmpty()) {
            throw new SchemaMissingException(subject);
        }
    }
}
