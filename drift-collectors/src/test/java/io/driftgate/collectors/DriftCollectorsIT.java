package io.driftgate.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftCollectorsIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final String GROUP = "{\"type\":\"aws_security_group\",\"id\":\"sg-1\",\"account\":\"123456789012\","
            + "\"region\":\"eu-west-1\",\"attributes\":{\"id\":\"sg-1\",\"name\":\"%s\",\"admin_password\":\"hunter2\"}}\n";
    private static final String STATE = """
            {"version":4,"serial":%d,"lineage":"l","resources":[{"mode":"managed","type":"aws_security_group","name":"orders",
             "provider":"provider[\\"registry.terraform.io/hashicorp/aws\\"]",
             "instances":[{"attributes":{"id":"sg-1","name":"orders","admin_password":"hunter2"}}]}]}
            """;

    @TempDir
    Path folder;

    private CollectorsConfig config;
    private TopicPrefix prefix;
    private KafkaAccess kafka;

    @BeforeEach
    void writeWorld() throws IOException {
        Files.createDirectories(folder.resolve("trail"));
        Files.writeString(folder.resolve("digest.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve("orders.tfstate"), STATE.formatted(1));
        Path live = Files.writeString(folder.resolve("live.jsonl"), GROUP.formatted("orders"));
        // As old as a file that nobody is writing: it is told whole at once.
        Files.setLastModifiedTime(live, FileTime.from(Instant.now().minusSeconds(60)));
        Path file = Files.writeString(folder.resolve("collectors.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "${BOOTSTRAP}"}
                schema_registry: {url: "${REGISTRY}"}
                topics: {partitions: 2, replication: 1, register_schemas: true}
                management: {address: "127.0.0.1:0"}
                sensitive_values: {digest_key: {file: digest.key}}
                accounts:
                  - {name: prod, aws_account_id: "123456789012", regions: [eu-west-1]}
                declared:
                  - {name: orders, account: prod, terraform_state: {file: orders.tfstate, watch: true}, interval: 1h}
                live:
                  - {name: lab, file: {path: live.jsonl, watch: true}, interval: 1h}
                changes:
                  - {name: drop, folder: {path: trail, accounts: [prod]}}
                """);
        config = new ConfigLoader(
                        "collectors",
                        Map.of("BOOTSTRAP", CLUSTER.bootstrapServers(), "REGISTRY", CLUSTER.registryUrl()),
                        false)
                .load(CollectorsConfig.class, file);
        prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test");
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldPublishFilesAsSnapshotsRereadsAndChanges() throws Exception {
        try (DriftCollectors collectors = DriftCollectors.start(config, prefix, InstantSource.system());
                Tail<SnapshotRecord> snapshots = tail(TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class);
                Tail<CloudChange> changes = tail(TopicCatalogue.CLOUD_CHANGES, CloudChange.class);
                Tail<DeadLetter> letters =
                        tail(TopicCatalogue.deadLetters(Service.DRIFT_COLLECTORS), DeadLetter.class);
                Tail<CollectorStatus> statuses = tail(TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class)) {
            String declared = "declared:terraform:file:" + folder.resolve("orders.tfstate");
            snapshots.await(6);
            assertThat(kinds(snapshots, declared))
                    .containsExactly(SnapshotKind.BEGAN, SnapshotKind.RESOURCE, SnapshotKind.ENDED);
            assertThat(kinds(snapshots, "live:file:lab"))
                    .containsExactly(SnapshotKind.BEGAN, SnapshotKind.RESOURCE, SnapshotKind.ENDED);
            List<String> attributes = snapshots.values().stream()
                    .filter(record -> record.getKind() == SnapshotKind.RESOURCE)
                    .map(record -> String.valueOf(record.getResource().getAttributes()))
                    .toList();
            // The secret is unreadable, and declared and live still compare equal.
            assertThat(attributes)
                    .hasSize(2)
                    .allSatisfy(text -> assertThat(text).doesNotContain("hunter2"));
            assertThat(attributes.get(0)).isEqualTo(attributes.get(1));

            replace("live.jsonl", GROUP.formatted("changed"));
            snapshots.await(7);
            SnapshotRecord refreshed = snapshots.values().getLast();
            assertThat(refreshed.getKind()).isEqualTo(SnapshotKind.REFRESHED);
            assertThat(refreshed.getResource().getResourceKey())
                    .isEqualTo("aws/123456789012/eu-west-1/ec2/sg-1#aws_security_group");

            replace("trail/event.json", Files.readString(Path.of("src/test/resources/opened-by-hand.json")));
            changes.await(1);
            assertThat(changes.values().getFirst().getEntity()).isEqualTo("aws/123456789012/eu-west-1/ec2/sg-1");
            assertThat(changes.values().getFirst().getActor().getName()).isEqualTo("mallory");
            Awaitility.await().until(() -> Files.exists(folder.resolve("trail/.done/event.json")));

            replace("trail/broken.json", "{\"Records\": [");
            letters.await(1);
            assertThat(letters.values().getFirst().getReason()).isEqualTo("not-json");

            replace("orders.tfstate", "{\"version\": 4, \"resources\": [");
            letters.await(2);
            assertThat(letters.values().getLast().getReason()).isEqualTo("state-not-json");
            replace("orders.tfstate", STATE.formatted(2));
            snapshots.await(10);
            assertThat(kinds(snapshots, declared))
                    .containsExactly(
                            SnapshotKind.BEGAN,
                            SnapshotKind.RESOURCE,
                            SnapshotKind.ENDED,
                            SnapshotKind.BEGAN,
                            SnapshotKind.RESOURCE,
                            SnapshotKind.ENDED);
            statuses.await(2);
            assertThat(scrape(collectors, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(scrape(collectors, "/metrics").body())
                    .contains("driftgate_collectors_changes_total{outcome=\"published\"} 1.0")
                    .contains("driftgate_collectors_changes_total{outcome=\"not-json\"} 1.0");
        }
    }

    @Test
    void shouldMoveADroppedFileOnceKafkaHasItAndTakeOnlyNewOnesAfterARestart() throws Exception {
        replace("trail/event.json", Files.readString(Path.of("src/test/resources/opened-by-hand.json")));
        // A first run takes it and moves it; a second run on the same folder publishes nothing again.
        try (DriftCollectors collectors = DriftCollectors.start(config, prefix, InstantSource.system());
                Tail<CloudChange> changes = tail(TopicCatalogue.CLOUD_CHANGES, CloudChange.class)) {
            changes.await(1);
            Awaitility.await().until(() -> Files.exists(folder.resolve("trail/.done/event.json")));
            assertThat(folder.resolve("trail/event.json")).doesNotExist();
        }
        replace("trail/second.json", Files.readString(Path.of("src/test/resources/opened-by-hand.json")));
        try (DriftCollectors collectors = DriftCollectors.start(config, prefix, InstantSource.system());
                Tail<CloudChange> changes = tail(TopicCatalogue.CLOUD_CHANGES, CloudChange.class)) {
            changes.await(2);
            Awaitility.await().until(() -> Files.exists(folder.resolve("trail/.done/second.json")));
            assertThat(changes.values())
                    .hasSize(2)
                    .allSatisfy(change ->
                            assertThat(change.getEventId()).isEqualTo("11111111-2222-3333-4444-555555555555"));
        }
    }

    /** As careful programs write: beside it, then over it. */
    private void replace(String name, String text) throws IOException {
        Path temporary = Files.writeString(folder.resolve(name + ".tmp"), text);
        Files.move(temporary, folder.resolve(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<SnapshotKind> kinds(Tail<SnapshotRecord> records, String scope) {
        return records.values().stream()
                .filter(record -> record.getScope().equals(scope))
                .map(SnapshotRecord::getKind)
                .filter(kind -> kind != SnapshotKind.REFRESHED)
                .toList();
    }

    private static HttpResponse<String> scrape(DriftCollectors collectors, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + collectors.managementAddress() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private <V extends SpecificRecord> Tail<V> tail(Topic topic, Class<V> type) {
        Consumer<String, V> consumer = kafka.consumer(UUID.randomUUID().toString(), type);
        consumer.subscribe(List.of(prefix.name(topic)));
        return new Tail<>(consumer, new ArrayList<>());
    }

    /** What a topic held so far. */
    private record Tail<V>(Consumer<String, V> consumer, List<V> values) implements AutoCloseable {

        void await(int count) {
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
