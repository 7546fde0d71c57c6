package io.driftgate.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.demo.World;
import io.driftgate.standalone.faults.Shop.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Broker and registry as real processes that are not there, at the start and in the middle; killed, never asked to stop. */
@Tag("long")
class AwayIT {

    private static final int FILES = 5;

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static int shops;

    private Shop shop;

    @BeforeAll
    static void open() {
        cluster = new Cluster(folder);
    }

    @AfterAll
    static void shut() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void build(TestInfo test) throws Exception {
        cluster.startBroker();
        cluster.startRegistry();
        shops++;
        shop = new Shop(
                folder.resolve("shop" + shops),
                cluster.bootstrap(),
                cluster.registryUrl(),
                new TopicPrefix("shop" + shops + "-"));
    }

    @AfterEach
    void tearDown() {
        shop.close();
    }

    @Test
    void shouldWaitForABrokerThatIsAwayAtTheStart() {
        cluster.killBroker();
        shop.start(Part.values());
        shouldWaitAndSayFor("Kafka");

        cluster.startBroker();
        shop.awaitReady(Part.values());
        shop.awaitComparison();
        shop.playStory();
    }

    @Test
    void shouldWaitForARegistryThatIsAwayAtTheStart() throws Exception {
        cluster.killRegistry();
        shop.start(Part.values());
        shouldWaitAndSayFor("registry");

        cluster.startRegistry();
        shop.awaitReady(Part.values());
        shop.awaitComparison();
        shop.playStory();
    }

    @Test
    void shouldLoseNothingThatArrivesWhileTheBrokerIsAwayAndKeepTheGuardAsItWas() throws Exception {
        shop.startAll();
        shop.live(World.sample().openGroup());
        Shop.await("the route is shut", () -> shop.orders() == 503);

        cluster.killBroker();
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < FILES; i++) {
            expected.add("away-" + i);
            shop.trail("away-" + i + ".json", trailRecord("away-" + i));
        }
        // What is told by a file stays so until Kafka has it: the file is not touched, the route not opened.
        shop.live(World.sample());
        Awaitility.await("the last known guard stays")
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> shop.orders() == 503);
        assertThat(shop.catalog()).as("what is not guarded is served").isEqualTo(200);
        for (Part part : Part.values()) {
            assertThat(shop.process(part).isAlive()).as(part + " lives").isTrue();
        }

        cluster.startBroker();
        Shop.await("the route is open again", () -> shop.orders() == 200);
        try (KafkaAccess kafka = shop.kafka();
                Tail<CloudChange> changes = new Tail<>(kafka, TopicCatalogue.CLOUD_CHANGES, CloudChange.class)) {
            Shop.await("all changes are there", () -> ids(changes).equals(expected));
        }
        for (String id : expected) {
            Path done = shop.folder().trail().resolve(".done/" + id + ".json");
            Shop.await(id + " is done with", () -> Files.exists(done));
        }
        shop.playStory();
    }

    @Test
    void shouldGoOnWhenTheRegistryIsAwayInMidRunAndComesBack() throws Exception {
        shop.startAll();
        cluster.killRegistry();
        // Nobody has met an alert yet, so its schema must be asked for; and who starts now has nothing at all.
        shop.live(World.sample().openGroup());
        shop.process(Part.COLLECTORS).kill();
        shop.start(Part.COLLECTORS);
        for (Part part : Part.values()) {
            assertThat(shop.process(part).isAlive()).as(part + " lives").isTrue();
        }

        cluster.startRegistry();
        Shop.await("the route is shut", () -> shop.orders() == 503);
        Shop.await("somebody is told", () -> shop.alertsTold() > 0);
        shop.live(World.sample());
        Shop.await("the route is open again", () -> shop.orders() == 200);
        shop.playStory();

        cluster.killRegistry();
        // All has been met: the pipeline does not need the registry to go on.
        shop.playStory();
        cluster.startRegistry();
    }

    /** They live, are not ready, and each has said so in a line of its own; no stack trace for what a person can mend. */
    private void shouldWaitAndSayFor(String what) {
        for (Part part : Part.values()) {
            Shop.await(
                    part + " says that it waits for " + what,
                    () -> shop.process(part)
                            .output()
                            .lines()
                            .anyMatch(line -> line.contains(" WARN ")
                                    && line.toLowerCase(java.util.Locale.ROOT)
                                            .contains(what.toLowerCase(java.util.Locale.ROOT))
                                    && line.contains("wait")));
            assertThat(shop.process(part).isAlive()).as(part + " waits").isTrue();
            assertThat(shop.isReady(part)).as(part + " is not ready").isFalse();
        }
    }

    private static Set<String> ids(Tail<CloudChange> changes) {
        Set<String> ids = new HashSet<>();
        changes.values().forEach(change -> ids.add(change.getEventId()));
        return ids;
    }

    private static byte[] trailRecord(String id) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return ("{\"Records\":[{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"ann\","
                        + "\"accountId\":\"123456789012\"},\"eventTime\":\"" + now + "\",\"eventSource\":"
                        + "\"ec2.amazonaws.com\",\"eventName\":\"CreateTags\",\"awsRegion\":\"eu-west-1\","
                        + "\"requestParameters\":{\"groupId\":\"sg-0123\"},\"eventID\":\"" + id
                        + "\",\"readOnly\":false,\"recipientAccountId\":\"123456789012\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
