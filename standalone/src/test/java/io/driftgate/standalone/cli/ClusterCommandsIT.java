package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.schemas.registry.CompatibilityLevel;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.catalogue.CatalogueDeployment;
import io.driftgate.standalone.catalogue.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code schemas} and {@code doctor} against a real broker and a real registry. */
class ClusterCommandsIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();
    private final TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());

    @BeforeEach
    void init() {
        assertThat(command.run("config init " + temporary)).isEqualTo(Exit.FINE);
    }

    @Test
    void shouldMakeTheWholeCatalogueOnceAndTellWhatIsOtherwise() throws Exception {
        try (KafkaAccess access = access();
                Admin admin = access.admin()) {
            CatalogueDeployment deployment =
                    new CatalogueDeployment(access, new TopicsSection(2, 1, false), step -> {});
            assertThat(deployment.check()).isNotEmpty().extracting(Entry::state).containsOnly(Entry.State.MISSING);

            assertThat(deployment.make()).extracting(Entry::state).containsOnly(Entry.State.MADE);
            assertThat(deployment.make()).extracting(Entry::state).containsOnly(Entry.State.FINE);
            assertThat(deployment.check()).extracting(Entry::state).containsOnly(Entry.State.FINE);
            String subject = prefix.valueSubject(TopicCatalogue.ALERTS);
            assertThat(access.registry().compatibility(subject)).contains(CompatibilityLevel.FULL_TRANSITIVE);

            access.registry().setCompatibility(subject, CompatibilityLevel.NONE);
            admin.deleteTopics(List.of(prefix.name(TopicCatalogue.DRIFT))).all().get();
            assertThat(deployment.check())
                    .filteredOn(entry -> entry.state() != Entry.State.FINE)
                    .extracting(Entry::name, Entry::state, Entry::detail)
                    .containsExactlyInAnyOrder(
                            Tuple.tuple(prefix.name(TopicCatalogue.DRIFT), Entry.State.MISSING, "not found"),
                            Tuple.tuple(
                                    subject, Entry.State.WRONG, "compatibility is NONE (expected: FULL_TRANSITIVE)"));

            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> admin.createTopics(
                                    List.of(new NewTopic(prefix.name(TopicCatalogue.DRIFT), 3, (short) 1)))
                            .all()
                            .get());
            assertThat(deployment.make())
                    .filteredOn(entry -> entry.state() != Entry.State.FINE)
                    .satisfiesExactlyInAnyOrder(
                            topic -> {
                                assertThat(topic.state()).isEqualTo(Entry.State.WRONG);
                                assertThat(topic.detail()).contains("3 partitions (expected: 2");
                            },
                            again -> {
                                assertThat(again.state()).isEqualTo(Entry.State.MADE);
                                assertThat(again.detail()).isEqualTo("compatibility set to FULL_TRANSITIVE");
                            });
        }
    }

    /** Services that register their schemas themselves leave the level to the registry. */
    @Test
    void shouldTakeTheRegistrysLevelForASubjectThatHasNone() {
        try (KafkaAccess access = access()) {
            access.prepare(new TopicsSection(2, 1, true), List.of(TopicCatalogue.ALERTS));
            assertThat(new CatalogueDeployment(access, new TopicsSection(2, 1, true), step -> {}).check())
                    .filteredOn(entry -> entry.state() != Entry.State.MISSING)
                    .extracting(Entry::name, Entry::state)
                    .containsExactly(
                            Tuple.tuple(prefix.name(TopicCatalogue.ALERTS), Entry.State.FINE),
                            Tuple.tuple(prefix.valueSubject(TopicCatalogue.ALERTS), Entry.State.FINE));
        }
    }

    @Test
    void shouldRegisterAndCheckByTheClusterOfAnyServicesFile() throws IOException {
        Path file = file(CLUSTER.bootstrapServers(), CLUSTER.registryUrl());
        assertThat(command.run("schemas register --config " + file))
                .as(command.err())
                .isEqualTo(Exit.FINE);
        assertThat(command.run("schemas check --json --config " + file)).isEqualTo(Exit.FINE);
        assertThat(command.document().path("fine").asBoolean()).isTrue();
        assertThat(command.document().path("entries")).hasSizeGreaterThan(40);
        assertThat(command.run("schemas --config " + file)).isEqualTo(Exit.FINE);
        assertThat(command.out()).matches("all \\d+ topics and subjects are as the catalogue says\n");

        assertThat(command.run("doctor --json --config " + file))
                .as(command.out())
                .isEqualTo(Exit.FINE);
        assertThat(grade("broker")).isEqualTo("OK");
        assertThat(grade("registry")).isEqualTo("OK");
        assertThat(grade("topics")).isEqualTo("OK");
        assertThat(grade("clock")).isNotEqualTo("FAIL");

        Files.writeString(file, Files.readString(file).replace("partitions: 8", "partitions: 7"));
        assertThat(command.run("schemas check --config " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("WRONG   topic    drift  8 partitions (expected: 7");
        assertThat(command.run("doctor --config " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.out()).containsPattern("fail +topics .* are not as the catalogue says");
    }

    @Test
    void shouldSayWhoDoesNotAnswer() throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        Path file = file(nobody, "http://" + nobody);
        assertThat(command.run("doctor --config " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.out())
                .containsPattern("fail +broker +nobody listens at " + nobody + ". Start Kafka")
                .containsPattern("fail +registry +http://" + nobody + " does not answer. Start the registry")
                .containsPattern("skip +topics ")
                .containsPattern("ok +config +alerts.yaml is fine");
    }

    @Test
    void shouldTellARegistryFromAnotherServer() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        other.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort();
            assertThat(command.run("doctor --config " + file(CLUSTER.bootstrapServers(), url)))
                    .isEqualTo(Exit.FOUND);
            assertThat(command.out())
                    .containsPattern("ok +broker +1 broker of cluster ")
                    .containsPattern("fail +registry +" + url + " answers, but not as a registry")
                    .containsPattern("skip +topics");
            assertThat(command.run("schemas check --config " + file(CLUSTER.bootstrapServers(), url)))
                    .isEqualTo(Exit.COULD_NOT);
            assertThat(command.err()).contains("driftgate: ").doesNotContain("\tat ");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void shouldNotAskAClusterWhoseConfigurationHasProblems() throws IOException {
        Path file = file("kafka", CLUSTER.registryUrl());
        assertThat(command.run("doctor --config " + file)).isEqualTo(Exit.FOUND);
        assertThat(command.out())
                .containsPattern("fail +config +alerts.yaml has 1 problems, the first: kafka.bootstrap_servers")
                .containsPattern("skip +cluster");
        assertThat(command.run("schemas check --config " + file)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("kafka.bootstrap_servers: 'kafka' (expected: host:port");
        assertThat(command.run("schemas check --config " + temporary.resolve("none.yaml")))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("--service NAME");
        assertThat(command.run("schemas check", temporary.resolve("data"))).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("nothing runs on");
    }

    private String grade(String subject) {
        for (JsonNode finding : command.document().path("findings")) {
            if (finding.path("subject").asText().equals(subject)) {
                return finding.path("grade").asText();
            }
        }
        throw new AssertionError("no finding about " + subject + ": " + command.out());
    }

    /** alerts.yaml as config init wrote it, for this cluster. */
    private Path file(String kafka, String registry) throws IOException {
        Path file = temporary.resolve("alerts.yaml");
        command.run("config init " + temporary);
        Files.delete(file);
        command.run("config init " + temporary);
        String text = Files.readString(file)
                .replace("kafka-1:9093,kafka-2:9093,kafka-3:9093", kafka)
                .replace("https://registry:8081", registry)
                .replace("replication: 3", "replication: 1")
                .replace("  client_properties: {file: secrets/alerts-kafka.properties}\n", "");
        return Files.writeString(file, text);
    }

    private KafkaAccess access() {
        return new KafkaAccess(
                new KafkaSection(CLUSTER.bootstrapServers(), Optional.empty()),
                new SchemaRegistrySection(URI.create(CLUSTER.registryUrl()), Optional.empty(), Optional.empty()),
                prefix,
                "schemas-it");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
