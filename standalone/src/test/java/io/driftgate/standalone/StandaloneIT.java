package io.driftgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.embedded.EmbeddedStartException;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.client.Readiness;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneIT {

    @TempDir
    Path temporary;

    private final List<String> parts = new ArrayList<>();

    @Test
    void shouldStartInOrderKeepItsDataAndBelongToOneProcess() throws Exception {
        String cluster;
        try (Standalone first = start()) {
            assertThat(parts).containsExactly("kafka", "registry", "correlator", "collectors", "sinks", "gateway");
            assertThat(Readiness.ask(first.note().management()).values())
                    .hasSize(4)
                    .allMatch(Readiness::ready);
            cluster = clusterId(first.note());
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("is in use by process");
            assertThat(Readiness.ask(first.note().management()).values()).allMatch(Readiness::ready);
        }
        try (Standalone again = start()) {
            assertThat(clusterId(again.note())).isEqualTo(cluster);
        }
    }

    private Standalone start() throws Exception {
        Settings settings = new Settings(
                new DataFolder(temporary.resolve("data")), ConfigFiles.UP, Ports.free(), Map.of(), System.out);
        return Standalone.start(settings, (part, where, took) -> parts.add(part));
    }

    /** Asked of the broker, which also has the topics that a service made. */
    private static String clusterId(RunNote note) throws Exception {
        try (KafkaAccess kafka = new KafkaAccess(
                        new KafkaSection(note.kafka(), Optional.empty()),
                        new SchemaRegistrySection(URI.create(note.registry()), Optional.empty(), Optional.empty()),
                        TopicPrefix.NONE,
                        "standalone-it");
                Admin admin = kafka.admin()) {
            assertThat(admin.listTopics().names().get()).contains(TopicCatalogue.ENTITY_FACTS.name());
            assertThat(kafka.registry().subjects()).contains(TopicCatalogue.ALERTS.valueSubject());
            return admin.describeCluster().clusterId().get();
        }
    }
}
