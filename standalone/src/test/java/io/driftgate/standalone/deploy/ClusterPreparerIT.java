package io.driftgate.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPreparerIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();

    @TempDir
    Path users;

    @Test
    void shouldMakeUsersTopicsAndSchemasForServicesThatMayNot() throws Exception {
        // given
        for (KafkaUser user : KafkaUser.ofServices()) {
            Files.writeString(users.resolve(user.name()), "0a1b2c");
        }
        KafkaSection kafka = new KafkaSection(CLUSTER.bootstrapServers(), Optional.empty());
        SchemaRegistrySection registry =
                new SchemaRegistrySection(URI.create(CLUSTER.registryUrl()), Optional.empty(), Optional.empty());
        TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        ClusterConfig config =
                new ClusterConfig(1, kafka, registry, new TopicsSection(2, 1, true), users, Duration.ofSeconds(30));
        List<String> told = new ArrayList<>();
        // when
        new ClusterPreparer(config, prefix, told::add).prepare();
        new ClusterPreparer(config, prefix, told::add).prepare();
        // then
        try (KafkaAccess service = new KafkaAccess(kafka, registry, prefix, "service");
                Admin admin = service.admin()) {
            service.prepare(new TopicsSection(2, 1, false), TopicCatalogue.topics());
            assertThat(admin.describeUserScramCredentials().all().get(30, TimeUnit.SECONDS))
                    .containsKeys(
                            KafkaUser.ofServices().stream().map(KafkaUser::name).toArray(String[]::new));
        }
        assertThat(told).hasSize(6).contains("kafka: 5 users");
    }
}
