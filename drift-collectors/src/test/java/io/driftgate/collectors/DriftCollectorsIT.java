package io.driftgate.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.OperatorCommand;
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
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
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

    private Ed25519Keys.Pem signer;
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
        signer = Ed25519Keys.generate();
        Files.writeString(folder.resolve("signing.pub"), signer.publicKey());
        Files.writeString(folder.resolve("collectors.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "${BOOTSTRAP}"}
                schema_registry: {url: "${REGISTRY}"}
                topics: {partitions: 2, replication: 1, register_schemas: true}
                management: {address: "127.0.0.1:0"}
                trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
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
        config = load();
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

    @Test
    void shouldReadAScopeAgainOnlyWhenTheCorrelatorSaysSo() throws Exception {
        String scope = "live:file:lab";
        RecordSigner genuine = new RecordSigner(section(signer.privateKey()));
        RecordSigner forger = new RecordSigner(section(Ed25519Keys.generate().privateKey()));
        String topic = prefix.name(TopicCatalogue.OPERATOR_COMMANDS);
        try (DriftCollectors collectors = DriftCollectors.start(config, prefix, InstantSource.system());
                Producer<String, SpecificRecord> correlator = kafka.signingProducer(genuine);
                Producer<String, SpecificRecord> stranger = kafka.signingProducer(forger);
                Producer<String, SpecificRecord> unsigned = kafka.producer();
                Tail<SnapshotRecord> snapshots = tail(TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class)) {
            snapshots.await(6);
            for (Producer<String, SpecificRecord> other : List.of(stranger, unsigned)) {
                var unused = other.send(new ProducerRecord<>(topic, scope, rescan(scope, 99)))
                        .get();
            }
            Awaitility.await("both are met")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> commands(collectors, "unsigned") + commands(collectors, "wrong-signature") == 2);
            for (long version : new long[] {7, 7, 3}) {
                var unused = correlator
                        .send(new ProducerRecord<>(topic, scope, rescan(scope, version)))
                        .get();
            }
            var unused = correlator
                    .send(new ProducerRecord<>(topic, "live:file:other", rescan("live:file:other", 1)))
                    .get();

            Awaitility.await("all are met")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> commands(collectors, "elsewhere") == 1);
            snapshots.await(9);
            assertThat(kinds(snapshots, scope))
                    .as("whole, and once")
                    .containsExactly(
                            SnapshotKind.BEGAN,
                            SnapshotKind.RESOURCE,
                            SnapshotKind.ENDED,
                            SnapshotKind.BEGAN,
                            SnapshotKind.RESOURCE,
                            SnapshotKind.ENDED);
            assertThat(commands(collectors, "old-version")).isEqualTo(2);
            assertThat(commands(collectors, "read-again")).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeBackTheStatusOfAScopeThatIsConfiguredNoMore() throws Exception {
        String moved = "declared:terraform:file:" + folder.resolve("orders.tfstate");
        try (DriftCollectors first = DriftCollectors.start(config, prefix, InstantSource.system());
                Tail<CollectorStatus> statuses = tail(TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class)) {
            statuses.await(2);
        }
        Path file = folder.resolve("collectors.yaml");
        Files.writeString(file, Files.readString(file).replace("file: orders.tfstate", "file: moved.tfstate"));
        Files.move(folder.resolve("orders.tfstate"), folder.resolve("moved.tfstate"));
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        try (DriftCollectors second = DriftCollectors.start(
                        load(), prefix, () -> Instant.now().plus(later.get()));
                Tail<CollectorStatus> statuses = tail(TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class)) {
            statuses.await(4);
            assertThat(statuses.keys())
                    .as("another of its name may still speak")
                    .doesNotContain("-" + moved);

            later.set(RetiredScopes.SILENCE.plusSeconds(5));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                statuses.await(0);
                return statuses.keys().contains("-" + moved);
            });
            assertThat(statuses.keys())
                    .doesNotContain("-declared:terraform:file:" + folder.resolve("moved.tfstate"), "-live:file:lab");
        }
    }

    private static SigningSection section(String privateKey) {
        return new SigningSection(new Secret(privateKey), "s1");
    }

    private static OperatorCommand rescan(String scope, long version) {
        return OperatorCommand.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setKind(CommandKind.RESCAN_SCOPE)
                .setTarget(scope)
                .setVersion(version)
                .setOperator("jwt:local/ann")
                .setReason("test")
                .setOccurred(Instant.now())
                .build();
    }

    private static int commands(DriftCollectors collectors, String outcome) throws Exception {
        return scrape(collectors, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("driftgate_collectors_commands_total{outcome=\"" + outcome + "\"}"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private CollectorsConfig load() {
        return new ConfigLoader(
                        "collectors",
                        Map.of("BOOTSTRAP", CLUSTER.bootstrapServers(), "REGISTRY", CLUSTER.registryUrl()),
                        false)
                .load(CollectorsConfig.class, folder.resolve("collectors.yaml"));
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
        return new Tail<>(consumer, new ArrayList<>(), new ArrayList<>());
    }

    /**
     * What a topic held so far.
     *
     * @param keys of all its records, those of tombstones behind a minus
     */
    private record Tail<V>(Consumer<String, V> consumer, List<V> values, List<String> keys) implements AutoCloseable {

        void await(int count) {
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    keys.add((record.value() == null ? "-" : "") + record.key());
                    if (record.value() != null) {
                        values.add(record.value());
                    }
                });
                return values.size() >= count;
            });
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
