package io.driftgate.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.embedded.EmbeddedCluster;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
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
    void shouldBeContentWithPartitionsWhenSettingsMayNotBeRead() {
        topics.ensure(List.of(TopicCatalogue.DRIFT));
        try (RefusingAdmin refusing = new RefusingAdmin(cluster.bootstrapServers())) {
            new TopicAdmin(refusing, prefix, 4, (short) 1, Duration.ofSeconds(20))
                    .ensure(List.of(TopicCatalogue.DRIFT));

            assertThatThrownBy(() -> new TopicAdmin(refusing, prefix, 3, (short) 1, Duration.ofSeconds(20))
                            .ensure(List.of(TopicCatalogue.DRIFT)))
                    .isInstanceOf(TopicMismatchException.class)
                    .hasMessageContaining("4 partitions (expected: 3");
        }
    }

    @Test
    void shouldBeContentWithATopicThatItMayNotCreateButOnlyOnceItIsThere() {
        try (RefusingAdmin refusing = new RefusingAdmin(cluster.bootstrapServers())) {
            TopicAdmin unprivileged = new TopicAdmin(refusing, prefix, 4, (short) 1, Duration.ofSeconds(20));
            assertThatThrownBy(() -> unprivileged.ensure(List.of(TopicCatalogue.DRIFT)))
                    .isInstanceOf(TopicMismatchException.class)
                    .hasMessageContaining("drift: not found, and Kafka refuses to let us create it");

            // Somebody else makes it between our look and our attempt.
            refusing.beforeCreation = () -> topics.ensure(List.of(TopicCatalogue.DRIFT));
            unprivileged.ensure(List.of(TopicCatalogue.DRIFT));
            assertThat(unprivileged.problems(List.of(TopicCatalogue.DRIFT))).isEmpty();
        }
    }

    @Test
    void shouldNameATopicThatIsNotThere() {
        assertThat(topics.problems(List.of(TopicCatalogue.DRIFT)))
                .singleElement()
                .asString()
                .contains("drift: not found");
    }

    /** A principal that may look at topics, but neither create them nor read their settings. */
    private static final class RefusingAdmin extends ForwardingAdmin {

        private Runnable beforeCreation = () -> {};

        RefusingAdmin(String bootstrapServers) {
            super(Map.of("bootstrap.servers", bootstrapServers));
        }

        @Override
        public CreateTopicsResult createTopics(Collection<NewTopic> wanted, CreateTopicsOptions options) {
            beforeCreation.run();
            return new CreateTopicsResult(
                    wanted.stream().collect(Collectors.toMap(NewTopic::name, topic -> refused()))) {};
        }

        @Override
        public DescribeConfigsResult describeConfigs(
                Collection<ConfigResource> resources, DescribeConfigsOptions options) {
            return new DescribeConfigsResult(
                    resources.stream().collect(Collectors.toMap(resource -> resource, topic -> refused()))) {};
        }

        private static <T> KafkaFuture<T> refused() {
            KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
            future.completeExceptionally(new TopicAuthorizationException("Topic authorization failed."));
            return future;
        }
    }
}
