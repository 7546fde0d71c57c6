package io.driftgate.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.demo.World;
import io.driftgate.standalone.faults.Shop.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Broken input before four real processes. Whatever it is: it gets one sentence or a dead letter, what was known stays
 * known, and the same pipeline goes on by itself.
 */
class BadInputIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final String SECRET = "hunter2";
    /** Topics that the correlator reads, and sets aside from what it cannot read. */
    private static final Set<Topic> SET_ASIDE = Set.of(
            TopicCatalogue.CLOUD_CHANGES,
            TopicCatalogue.STATE_SNAPSHOTS,
            TopicCatalogue.ENTITY_FACTS,
            TopicCatalogue.ROUTE_FACTS,
            TopicCatalogue.ROUTE_BINDINGS,
            TopicCatalogue.COLLECTOR_STATUS);

    @TempDir
    static Path folder;

    private static Shop shop;
    private KafkaAccess kafka;

    @BeforeAll
    static void open() throws Exception {
        shop = new Shop(
                folder.resolve("shop"),
                CLUSTER.bootstrapServers(),
                CLUSTER.registryUrl(),
                new TopicPrefix(CLUSTER.newTopicPrefix()));
        StringBuilder lines = new StringBuilder();
        for (Faulty way : Faulty.values()) {
            shop.state(file(way), utf8(state(way.name(), 1)));
            lines.append(live(way.name()));
        }
        shop.state("half.tfstate", utf8(state("HALF", 1)));
        shop.besideLive(lines + live("HALF"));
        shop.startAll();
    }

    @AfterAll
    static void shut() {
        if (shop != null) {
            shop.close();
        }
    }

    @BeforeEach
    void connect() {
        kafka = shop.kafka();
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheLastGoodStateAndGoOnWithTheNextWhenAStateFileIs(Faulty way) throws Exception {
        String scope = shop.declaredScope(file(way));
        String drift = openDrift(way.name());
        byte[] broken = way.of(state(way.name(), 2));
        try (Tail<CollectorStatus> statuses =
                        new Tail<>(kafka, TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class);
                Tail<SnapshotRecord> snapshots =
                        new Tail<>(kafka, TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class);
                Tail<DeadLetter> letters = letters(Service.DRIFT_COLLECTORS)) {
            shop.state(file(way), broken);

            CollectorStatus blind = statuses.await(
                    "a condition of " + scope,
                    status -> status.getScope().equals(scope)
                            && status.getConditions().stream()
                                    .anyMatch(condition -> condition.getType().equals(way.reason())));
            assertThat(blind.getConditions())
                    .singleElement()
                    .satisfies(condition -> assertThat(condition.getMessage())
                            .contains("expected:", way.word())
                            .doesNotContain(SECRET));
            DeadLetter letter = letters.await(
                    "of " + file(way),
                    found -> found.getOrigin().equals(shop.stateFile(file(way)).toString()));
            shouldTellOf(letter, way.reason(), broken);
            assertThat(openDrift(way.name())).as("what was known stays known").isEqualTo(drift);

            shop.state(file(way), utf8(state(way.name(), 3)));
            snapshots.await(
                    "the good state is read",
                    record -> record.getScope().equals(scope)
                            && record.getKind() == SnapshotKind.ENDED
                            && record.getSourceVersion().equals("l/3"));
            Shop.await(
                    "the condition is gone",
                    () -> statuses.values().stream()
                            .filter(status -> status.getScope().equals(scope))
                            .reduce((older, newer) -> newer)
                            .orElseThrow()
                            .getConditions()
                            .isEmpty());
            assertThat(openDrift(way.name())).isEqualTo(drift);
        }
    }

    @Test
    void shouldSayNothingOfAStateThatIsReplacedHalfWrittenAndThenWhole() throws Exception {
        String scope = shop.declaredScope("half.tfstate");
        byte[] whole = utf8(state("HALF", 2));
        try (Tail<CollectorStatus> statuses =
                        new Tail<>(kafka, TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class);
                Tail<SnapshotRecord> snapshots =
                        new Tail<>(kafka, TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class);
                Tail<DeadLetter> letters = letters(Service.DRIFT_COLLECTORS)) {
            Path file = shop.stateFile("half.tfstate");
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            // Several turns of the collector see it so.
            Awaitility.await("it is left alone")
                    .during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> letters.values().stream()
                            .noneMatch(letter -> letter.getOrigin().equals(file.toString())));
            Files.write(file, whole);

            snapshots.await(
                    "the whole state is read",
                    record -> record.getScope().equals(scope)
                            && record.getKind() == SnapshotKind.ENDED
                            && record.getSourceVersion().equals("l/2"));
            assertThat(letters.values()).noneMatch(letter -> letter.getOrigin().equals(file.toString()));
            assertThat(statuses.values())
                    .filteredOn(status -> status.getScope().equals(scope))
                    .allMatch(status -> status.getConditions().isEmpty());
        }
    }

    @Test
    void shouldTakeTheGoodRecordsOfABatchWithABadOneAndOneWithoutATimeAndOneWithNullParameters() throws Exception {
        String good = trailRecord("good", "\"eventTime\":\"" + now() + "\",");
        String timeless = trailRecord("timeless", "");
        String nulls = trailRecord("nulls", "\"eventTime\":\"" + now() + "\",")
                .replaceFirst("\"requestParameters\":\\{[^}]*}", "\"requestParameters\":null");
        String bad = "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"" + SECRET + "\"},\"eventName\":7}";
        byte[] batch = utf8("{\"Records\":[" + String.join(",", good, bad, timeless, nulls) + "]}");
        try (Tail<CloudChange> changes = new Tail<>(kafka, TopicCatalogue.CLOUD_CHANGES, CloudChange.class);
                Tail<DeadLetter> letters = letters(Service.DRIFT_COLLECTORS)) {
            Instant before = Instant.now();
            Path file = shop.trail("batch.json", batch);

            for (String id : List.of("good", "timeless", "nulls")) {
                changes.await(id, change -> change.getEventId().equals(id));
            }
            assertThat(changes.await("timeless", change -> change.getEventId().equals("timeless"))
                            .getOccurred())
                    .as("the time of its reading stands for it")
                    .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
            DeadLetter letter = letters.await(
                    "of the bad record", found -> found.getOrigin().equals(file.toString()));
            shouldTellOf(letter, "malformed", batch);
            Shop.await("the file is done with", () -> Files.exists(file.resolveSibling(".done/batch.json")));
            assertThat(letters.values())
                    .as("one letter, of the one bad record")
                    .filteredOn(found -> found.getOrigin().equals(file.toString()))
                    .hasSize(1);
        }
    }

    @Test
    void shouldTellNobodyTwiceWhenTheSameFilesComeTwice() throws Exception {
        String event = UUID.randomUUID().toString();
        byte[] opened = utf8("{\"Records\":["
                + trailRecord(event, "\"eventTime\":\"" + now() + "\",").replace("sg-0123", "sg-0a11ce0123456789a")
                + "]}");
        try (Tail<CloudChange> changes = new Tail<>(kafka, TopicCatalogue.CLOUD_CHANGES, CloudChange.class);
                Tail<DriftRecord> drifts = new Tail<>(kafka, TopicCatalogue.DRIFT, DriftRecord.class);
                Tail<SnapshotRecord> snapshots =
                        new Tail<>(kafka, TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class)) {
            int told = shop.alertsTold();
            shop.live(World.sample().openGroup());
            Shop.await("the route is shut", () -> shop.orders() == 503);
            shop.trail("opened.json", opened);
            drifts.await("the change explains it", drift -> evidence(drift).equals(List.of(event)));
            Shop.await("somebody is told", () -> shop.alertsTold() > told);
            int alerts = ordersAlerts();

            shop.trail("opened-again.json", opened);
            Shop.await(
                    "the same change is there twice",
                    () -> changes.values().stream()
                                    .filter(change -> change.getEventId().equals(event))
                                    .count()
                            == 2);
            long before = ended(snapshots);
            shop.state("shop.tfstate", Files.readAllBytes(shop.stateFile("shop.tfstate")));
            Shop.await("the same state is there twice", () -> ended(snapshots) > before);
            shop.live(World.sample().openGroup());

            shop.live(World.sample());
            Shop.await("the route is open again", () -> shop.orders() == 200);
            drifts.await("the end", drift -> isOrders(drift) && drift.getResolution() == Resolution.REVERTED);
            assertThat(drifts.values())
                    .filteredOn(BadInputIT::isOrders)
                    .allSatisfy(drift ->
                            assertThat(evidence(drift)).as("no second change").isIn(List.of(), List.of(event)));
            assertThat(ordersAlerts()).as("no second alert").isEqualTo(alerts);
        }
    }

    @Test
    void shouldSetPoisonOfEveryTopicAsideAndPlayAFreshStoryAfterwards() throws Exception {
        shop.awaitReady(Part.values());
        try (Tail<DeadLetter> letters = letters(Service.STREAMS_CORRELATOR)) {
            Map<String, byte[]> written = writePoison();

            Map<String, DeadLetter> found = new HashMap<>();
            Shop.await("all of it is set aside", () -> {
                letters.values().forEach(letter -> found.putIfAbsent(letter.getOrigin(), letter));
                return found.keySet().containsAll(written.keySet());
            });
            written.forEach((origin, bytes) -> {
                DeadLetter letter = Objects.requireNonNull(found.get(origin));
                assertThat(letter.getSize()).isEqualTo(bytes.length);
                assertThat(letter.getSha256()).isEqualTo(sha256(bytes));
                assertThat(letter.getReason()).isNotEmpty();
                assertThat(letter.getMessage()).isNotEmpty().doesNotContain(SECRET);
            });
            assertThat(found.values())
                    .extracting(DeadLetter::getReason)
                    .contains("not-avro-wire-format", "unknown-schema-id", "wrong-type", "corrupt-body", "too-large");
        }
        assertThat(shop.orders()).as("nothing shuts").isEqualTo(200);
        assertThat(shop.catalog()).isEqualTo(200);
        for (Part part : Part.values()) {
            assertThat(shop.process(part).isAlive()).as(part + " lives").isTrue();
            assertThat(shop.process(part).output()).as(part.toString()).doesNotContain(SECRET);
        }
        shop.playStory();
        assertThat(shop.meter(Part.CORRELATOR, "driftgate_correlator_thread_failures_total"))
                .as("no thread of the correlator had to be replaced")
                .isZero();
    }

    /** To every topic that one of our services reads; what must become letters, by origin. */
    private Map<String, byte[]> writePoison() throws Exception {
        Map<String, byte[]> letters = new HashMap<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", CLUSTER.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            Set<String> there;
            try (var admin = kafka.admin()) {
                there = admin.listTopics().names().get();
            }
            List<String> poisoned = new ArrayList<>();
            for (Topic topic : TopicCatalogue.topics()) {
                String name = shop.prefix().name(topic);
                boolean ours = topic.readers().stream().anyMatch(reader -> reader != Service.USERS);
                if (!ours || !there.contains(name)) {
                    continue;
                }
                poisoned.add(topic.name());
                int partition = 0;
                for (Poison poison : Poison.of(topic, shop.prefix(), kafka.registry())) {
                    partition = (partition + 1) % Shop.PARTITIONS;
                    long offset = producer.send(new ProducerRecord<>(name, partition, poison.key(), poison.value()))
                            .get()
                            .offset();
                    if (poison.unreadable() && poison.value() != null && SET_ASIDE.contains(topic)) {
                        letters.put(name + "-" + partition + "@" + offset, poison.value());
                    }
                }
            }
            assertThat(poisoned)
                    .as("topics that there are")
                    .containsAll(SET_ASIDE.stream().map(Topic::name).collect(Collectors.toSet()))
                    .contains("route-guards", "alerts", "alert-deliveries");
        }
        return letters;
    }

    private static void shouldTellOf(DeadLetter letter, String reason, byte[] content) {
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getMessage()).contains("expected:").doesNotContain(SECRET);
        assertThat(letter.getSize()).isEqualTo(content.length);
        assertThat(letter.getSha256()).isEqualTo(sha256(content));
        assertThat(letter.getContent()).as("foreign bytes").isNull();
    }

    private String openDrift(String name) {
        List<String> found = new ArrayList<>();
        Shop.await("drift of " + name, () -> {
            found.clear();
            shop.ask("/v1/drift?limit=1000")
                    .ifPresent(page -> page.path("items").forEach(drift -> {
                        if (drift.path("resource_key").asText().contains("/sg-" + name + "#")
                                && drift.path("status").asText().equals("DRIFTED")) {
                            found.add(drift.path("id").asText());
                        }
                    }));
            return found.size() == 1;
        });
        return found.getFirst();
    }

    private static boolean isOrders(DriftRecord drift) {
        return drift.getResourceKey().contains("/sg-0a11ce0123456789a#");
    }

    /** Event ids of all changes that may explain a drift of the group behind the route, the best and its rivals. */
    private static List<String> evidence(DriftRecord drift) {
        List<String> ids = new ArrayList<>();
        if (isOrders(drift) && drift.getAttribution() != null) {
            Attribution attribution = drift.getAttribution();
            if (attribution.getChange() != null) {
                ids.add(attribution.getChange().getEventId());
            }
            attribution.getRivals().forEach(rival -> ids.add(rival.getEventId()));
        }
        return ids;
    }

    private static int ordersAlerts() {
        return (int) shop.ask("/v1/alerts?limit=1000")
                .orElseThrow()
                .path("items")
                .valueStream()
                .filter(alert -> alert.path("address").asText().equals("aws_security_group.orders"))
                .count();
    }

    private static long ended(Tail<SnapshotRecord> snapshots) {
        return snapshots.values().stream()
                .filter(record -> record.getScope().equals(shop.declaredScope("shop.tfstate")))
                .filter(record -> record.getKind() == SnapshotKind.ENDED)
                .count();
    }

    private Tail<DeadLetter> letters(Service service) {
        return new Tail<>(kafka, TopicCatalogue.deadLetters(service), DeadLetter.class);
    }

    private static String file(Faulty way) {
        return way.name().toLowerCase(java.util.Locale.ROOT) + ".tfstate";
    }

    private static String state(String name, int serial) {
        return "{\"version\":4,\"serial\":" + serial + ",\"lineage\":\"l\",\"outputs\":{\"password\":{\"value\":\""
                + SECRET
                + "\",\"type\":\"string\"}},\"resources\":[{\"mode\":\"managed\",\"type\":\"aws_security_group\",\"name\":\""
                + name + "\",\"provider\":\"provider[\\\"registry.terraform.io/hashicorp/aws\\\"]\",\"instances\":"
                + "[{\"attributes\":" + attributes(name, "10.0.0.0/8") + "}]}]}";
    }

    private static String live(String name) {
        return "{\"type\":\"aws_security_group\",\"id\":\"sg-" + name
                + "\",\"account\":\"123456789012\",\"region\":\"eu-west-1\",\"attributes\":"
                + attributes(name, "0.0.0.0/0") + "}\n";
    }

    private static String attributes(String name, String block) {
        return "{\"id\":\"sg-" + name + "\",\"name\":\"" + name + "\",\"ingress\":[{\"from_port\":22,\"to_port\":22,"
                + "\"protocol\":\"tcp\",\"cidr_blocks\":[\"" + block + "\"]}]}";
    }

    private static String trailRecord(String id, String time) {
        return "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"mallory\",\"accountId\":"
                + "\"123456789012\",\"arn\":\"arn:aws:iam::123456789012:user/mallory\"}," + time
                + "\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"AuthorizeSecurityGroupIngress\",\"awsRegion\":"
                + "\"eu-west-1\",\"requestParameters\":{\"groupId\":\"sg-0123\"},\"eventID\":\"" + id
                + "\",\"readOnly\":false,\"recipientAccountId\":\"123456789012\"}";
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
