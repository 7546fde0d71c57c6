package io.driftgate.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.embedded.EmbeddedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real broker. */
class TopicAdminIT {

    private final EmbeddedCluster cluster = EmbeddedCluster.shared();
    private final TopicPrefix prefix = new TopicPrefix(cluster.newTopicPrefix());
    private Admin admin;
    private TopicAdmin topics;

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()));
        topics = new TopicAdmin(admin, prefix, 4, (short) 1, Duration.ofSeconds(20));
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void shouldCreateTheWholeCatalogueAndDoNothingTheSecondTime() throws Exception {
        topics.ensure(TopicCatalogue.topics());
        topics.ensure(TopicCatalogue.topics());

        assertThat(admin.listTopics().names().get())
                .containsAll(TopicCatalogue.topics().stream().map(prefix::name).toList());
        assertThat(topics.problems(TopicCatalogue.topics())).isEmpty();
    }

    @Test
    void shouldRefuseAPartitionCountThatBreaksCoPartitioning() throws Exception {
        admin.createTopics(List.of(new NewTopic(prefix.name(TopicCatalogue.CLOUD_CHANGES), 3, (short) 1)
                        .configs(TopicCatalogue.CLOUD_CHANGES.settings())))
                .all()
                .get();

        assertThatThrownBy(() -> topics.ensure(List.of(TopicCatalogue.CLOUD_CHANGES)))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("cloud-changes")
                .hasMessageContaining("3 partitions (expected: 4");
    }

    @Test
    void shouldRefuseACleanUpPolicyThatWouldLoseRecords() throws Exception {
        admin.createTopics(List.of(new NewTopic(prefix.name(TopicCatalogue.ROUTE_GUARDS), 4, (short) 1)
                        .configs(TopicCatalogue.CLOUD_CHANGES.settings())))
                .all()
                .get();

        assertThatThrownBy(() -> topics.ensure(List.of(TopicCatalogue.ROUTE_GUARDS)))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("cleanup.policy is delete (expected: compact");
    }

    @Test
    void shouldNameATopicThatIsNotThere() {
        assertThat(topics.problems(List.of(TopicCatalogue.DRIFT)))
                .singleElement()
                .asString()
                .contains("drift: not found");
    }
}
