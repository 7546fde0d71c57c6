package io.driftgate.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {

    @Test
    void shouldNameEveryTopicOnce() {
        assertThat(TopicCatalogue.topics()).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(TopicCatalogue.byName("alerts")).contains(TopicCatalogue.ALERTS);
        assertThat(TopicCatalogue.byName("alert")).isEmpty();
    }

    @Test
    void shouldGiveEveryTopicAWriterAndAReader() {
        assertThat(TopicCatalogue.topics())
                .allSatisfy(topic -> assertThat(topic.writers()).isNotEmpty())
                .allSatisfy(topic -> assertThat(topic.readers()).isNotEmpty());
    }

    @Test
    void shouldLetOnlyTheCorrelatorWriteWhatIsFedBackToProxies() {
        assertThat(Set.of(
                        TopicCatalogue.ROUTE_GUARDS,
                        TopicCatalogue.REVOCATIONS,
                        TopicCatalogue.QUOTA_GRANTS,
                        TopicCatalogue.OPERATOR_COMMANDS,
                        TopicCatalogue.ALERTS))
                .allSatisfy(topic -> assertThat(topic.writers()).containsExactly(Service.STREAMS_CORRELATOR));
    }

    @Test
    void shouldKeepAlertsReadableForAnHourBeforeCompaction() {
        assertThat(TopicCatalogue.ALERTS.settings())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(30).toMillis()))
                .containsEntry(
                        "min.compaction.lag.ms",
                        Long.toString(Duration.ofHours(1).toMillis()));
    }

    @Test
    void shouldStampEveryTopicWithAppendTime() {
        assertThat(TopicCatalogue.topics())
                .allSatisfy(
                        topic -> assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void shouldPutThePrefixBeforeTopicsAndSubjects() {
        TopicPrefix prefix = TopicPrefix.of(Map.of("DRIFTGATE_TOPIC_PREFIX", "staging."));

        assertThat(prefix.name(TopicCatalogue.DRIFT)).isEqualTo("staging.drift");
        assertThat(prefix.valueSubject(TopicCatalogue.DRIFT)).isEqualTo("staging.drift-value");
        assertThat(TopicPrefix.of(Map.of())).isEqualTo(TopicPrefix.NONE);
    }

    @Test
    void shouldRefuseAPrefixThatKafkaWouldRefuse() {
        assertThatThrownBy(() -> new TopicPrefix("a/b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b")
                .hasMessageContaining("expected");
    }

    @Test
    void shouldRefuseATopicWhoseRetentionContradictsItsCleanUp() {
        assertThatThrownBy(() -> new Topic(
                        "x",
                        "k",
                        "k",
                        Optional.empty(),
                        CleanUp.COMPACT,
                        Optional.of(Duration.ofDays(1)),
                        Duration.ZERO,
                        Set.of(),
                        Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
