package io.driftgate.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.embedded.AccessControl;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicMismatchException;
import io.driftgate.schemas.topic.TopicPrefix;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final TopicsSection TOPICS = new TopicsSection(2, 1, true);
    private static final Topic LETTERS = TopicCatalogue.deadLetters(Service.DRIFT_COLLECTORS);

    @TempDir
    Path folder;

    @Test
    void shouldCarryADeadLetterWithoutItsContent() throws Exception {
        try (KafkaAccess access = access(Optional.empty());
                Producer<String, SpecificRecord> producer = access.producer();
                Consumer<String, DeadLetter> consumer = access.consumer("readers", DeadLetter.class)) {
            access.prepare(TOPICS, List.of(LETTERS));
            new DeadLetterPublisher(
                            producer,
                            access.prefix(),
                            Service.DRIFT_COLLECTORS,
                            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC))
                    .publish("not-json", "found broken JSON", "a.json", "abc".getBytes(StandardCharsets.UTF_8))
                    .get(30, TimeUnit.SECONDS);
            consumer.subscribe(List.of(access.prefix().name(LETTERS)));

            ConsumerRecord<String, DeadLetter> record = first(consumer);

            assertThat(record.key()).isEqualTo("a.json");
            assertThat(record.value().getSize()).isEqualTo(3);
            // Of "abc", as FIPS 180-4 gives it.
            assertThat(record.value().getSha256())
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertThat(record.value().getContent()).isNull();
        }
    }

    @Test
    void shouldRefuseATopicWithAnotherPartitionCount() {
        try (KafkaAccess access = access(Optional.empty())) {
            access.prepare(TOPICS, List.of(LETTERS));

            assertThatThrownBy(() -> access.prepare(new TopicsSection(3, 1, true), List.of(LETTERS)))
                    .isInstanceOf(TopicMismatchException.class)
                    .hasMessageContaining("2 partitions (expected: 3");
        }
    }

    @Test
    void shouldRefuseToStartWithoutSchemasWhenItMayNotRegisterThem() {
        try (KafkaAccess access = access(Optional.empty())) {
            assertThatThrownBy(() -> access.prepare(new TopicsSection(2, 1, false), List.of(LETTERS)))
                    .isInstanceOf(SchemaMissingException.class)
                    .hasMessageContaining("drift-collectors-dead-letters-value");

            access.prepare(TOPICS, List.of(LETTERS));
            access.prepare(new TopicsSection(2, 1, false), List.of(LETTERS));
        }
    }

    /** Neither broker nor registry is there at the start, and each comes by itself. */
    @Test
    @Timeout(90)
    void shouldWaitForKafkaAndTheRegistryAndThenGoOn() throws Exception {
        try (LateCluster broker = new LateCluster(CLUSTER.bootstrapServers());
                LateCluster registry =
                        new LateCluster(URI.create(CLUSTER.registryUrl()).getAuthority());
                KafkaAccess access = at(broker, registry);
                LoggedLines log = new LoggedLines(Patience.class)) {
            CompletableFuture<Void> prepared =
                    CompletableFuture.runAsync(() -> access.prepare(TOPICS, List.of(LETTERS)));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(log.lines())
                            .singleElement()
                            .asString()
                            .contains("Kafka at " + broker.address() + " does not answer")
                            .contains("the schema registry at http://" + registry.address() + "/")
                            .contains("does not answer"));
            broker.open();
            Awaitility.await()
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !prepared.isDone());
            registry.open();
            prepared.get(60, TimeUnit.SECONDS);

            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().getLast()).contains("the start goes on");
            // It is all there, and right.
            access.prepare(new TopicsSection(2, 1, false), List.of(LETTERS));
        }
    }

    @Test
    @Timeout(60)
    void shouldStopWaitingWhenItIsClosedOrInterrupted() throws Exception {
        try (LateCluster never = new LateCluster(CLUSTER.bootstrapServers());
                KafkaAccess access = at(never, never)) {
            AtomicReference<Throwable> ended = new AtomicReference<>();
            for (boolean interrupt : List.of(true, false)) {
                Thread waiting = Thread.ofPlatform().unstarted(() -> {
                    try {
                        access.prepare(TOPICS, List.of(LETTERS));
                    } catch (KafkaException told) {
                        ended.set(told);
                    }
                });
                try (LoggedLines log = new LoggedLines(Patience.class)) {
                    waiting.start();
                    Awaitility.await().until(() -> !log.lines().isEmpty());
                }
                if (interrupt) {
                    waiting.interrupt();
                } else {
                    access.close();
                }

                assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
                assertThat(ended.getAndSet(null)).isInstanceOf(KafkaException.class);
            }
        }
    }

    @Test
    void shouldRefuseAtOnceWhatOnlyAPersonCanMend() throws Exception {
        Path file = Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SASL_NONSENSE\n");
        try (KafkaAccess access = access(Optional.of(new KafkaSection.ClientProperties(file)))) {
            assertThatThrownBy(() -> access.prepare(TOPICS, List.of(LETTERS)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("kafka.client_properties")
                    .hasMessageContaining("SASL_NONSENSE");
        }
    }

    /** A wrong password is for a person to mend; what looks like another protocol may be a broker that still starts. */
    @Test
    @Timeout(90)
    void shouldRefuseAtOnceWhenKafkaDoesNotLetItInAndWaitWhenKafkaSaysNothing() throws Exception {
        AccessControl control = new AccessControl(Map.of("us", "right"), Set.of("us"));
        try (EmbeddedKafka secured = EmbeddedKafka.start(
                EmbeddedKafkaConfig.in(folder.resolve("kafka")).with(control))) {
            try (KafkaAccess known = secured(secured, control.clientProperties("us"))) {
                known.prepare(TOPICS, List.of(LETTERS));
            }
            Map<String, String> wrong = new AccessControl(Map.of("us", "hunter2"), Set.of()).clientProperties("us");
            try (KafkaAccess unknown = secured(secured, wrong)) {
                assertThatThrownBy(() -> unknown.prepare(TOPICS, List.of(LETTERS)))
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageContaining("Kafka at " + secured.bootstrapServers() + " does not let us in")
                        .hasMessageContaining("Invalid username or password")
                        .hasMessageNotContaining("hunter2");
            }
            try (KafkaAccess plain = secured(secured, Map.of());
                    LoggedLines log = new LoggedLines(Patience.class)) {
                CompletableFuture<Void> prepared =
                        CompletableFuture.runAsync(() -> plain.prepare(TOPICS, List.of(LETTERS)));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> !log.lines().isEmpty());
                assertThat(log.lines().getFirst()).contains("takes connections but does not answer");
                assertThat(prepared).isNotDone();
            }
        }
    }

    @Test
    void shouldPassKafkasSettingsThroughButNotThoseThatLoseRecords() throws Exception {
        Path file = Files.writeString(folder.resolve("kafka.properties"), """
                acks=0
                enable.idempotence=false
                max.block.ms=1
                isolation.level=read_uncommitted
                enable.auto.commit=true
                auto.offset.reset=latest
                group.id=mine
                """);
        KafkaSection section = new KafkaSection("127.0.0.1:1", Optional.of(new KafkaSection.ClientProperties(file)));
        try (KafkaAccess access = new KafkaAccess(section, registry(), TopicPrefix.NONE, "test")) {
            assertThat(access.producerSettings())
                    .containsEntry("max.block.ms", "1")
                    .containsEntry("acks", "all")
                    .containsEntry("enable.idempotence", true)
                    .containsEntry("bootstrap.servers", "127.0.0.1:1");
            assertThat(access.consumerSettings("g"))
                    .containsEntry("isolation.level", "read_committed")
                    .containsEntry("enable.auto.commit", false)
                    .containsEntry("auto.offset.reset", "earliest")
                    .containsEntry("group.id", "g");
            assertThat(access.readerSettings())
                    .containsEntry("isolation.level", "read_committed")
                    .containsEntry("enable.auto.commit", false)
                    .containsEntry("auto.offset.reset", "earliest")
                    .doesNotContainKey("group.id");
        }
    }

    @Test
    void shouldReadAWholeTopicAgainAndPassOverWhatNobodyCanRead() throws Exception {
        try (KafkaAccess access = access(Optional.empty());
                Producer<String, SpecificRecord> producer = access.producer();
                Producer<byte[], byte[]> raw = new KafkaProducer<>(
                        Map.of("bootstrap.servers", CLUSTER.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            access.prepare(TOPICS, List.of(LETTERS));
            DeadLetterPublisher letters = new DeadLetterPublisher(
                    producer, access.prefix(), Service.DRIFT_COLLECTORS, InstantSource.system());
            String topic = access.prefix().name(LETTERS);
            for (String origin : List.of("a", "b", "c")) {
                letters.publish("not-json", "broken", origin, new byte[0]).get(30, TimeUnit.SECONDS);
                raw.send(new ProducerRecord<>(topic, bytes(origin), bytes("junk")))
                        .get(30, TimeUnit.SECONDS);
            }
            producer.send(new ProducerRecord<>(topic, "gone", null)).get(30, TimeUnit.SECONDS);

            for (int pass = 0; pass < 2; pass++) {
                List<String> keys = new ArrayList<>();
                List<PoisonRecordException.Reason> poison = new ArrayList<>();
                try (WholeTopic<DeadLetter> whole = access.wholeTopic(LETTERS, DeadLetter.class)) {
                    assertThat(whole.caughtUp()).isFalse();
                    while (!whole.caughtUp()) {
                        whole.poll(Duration.ofMillis(200), collect(keys, poison));
                    }
                }
                assertThat(keys).containsExactlyInAnyOrder("a", "b", "c", "gone-tombstone");
                assertThat(poison).hasSize(3).containsOnly(PoisonRecordException.Reason.NOT_AVRO_WIRE_FORMAT);
            }
        }
    }

    private static WholeTopic.Reader<DeadLetter> collect(List<String> keys, List<PoisonRecordException.Reason> poison) {
        return new WholeTopic.Reader<>() {
            @Override
            public void record(ConsumerRecord<String, DeadLetter> record) {
                keys.add(record.value() == null ? record.key() + "-tombstone" : record.key());
            }

            @Override
            public void unreadable(PoisonRecordException.Reason reason) {
                poison.add(reason);
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KafkaAccess access(Optional<KafkaSection.ClientProperties> properties) {
        return new KafkaAccess(
                new KafkaSection(CLUSTER.bootstrapServers(), properties),
                registry(),
                new TopicPrefix(CLUSTER.newTopicPrefix()),
                "test");
    }

    private KafkaAccess secured(EmbeddedKafka kafka, Map<String, String> settings) throws Exception {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        return new KafkaAccess(
                new KafkaSection(kafka.bootstrapServers(), Optional.of(new KafkaSection.ClientProperties(file))),
                registry(),
                new TopicPrefix(CLUSTER.newTopicPrefix()),
                "test");
    }

    private static KafkaAccess at(LateCluster broker, LateCluster registry) {
        String path = URI.create(CLUSTER.registryUrl()).getPath();
        return new KafkaAccess(
                new KafkaSection(broker.address(), Optional.empty()),
                new SchemaRegistrySection(
                        URI.create("http://" + registry.address() + path), Optional.empty(), Optional.empty()),
                new TopicPrefix(CLUSTER.newTopicPrefix()),
                "test");
    }

    private static SchemaRegistrySection registry() {
        return new SchemaRegistrySection(URI.create(CLUSTER.registryUrl()), Optional.empty(), Optional.empty());
    }

    private static <V> ConsumerRecord<String, V> first(Consumer<String, V> consumer) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofMillis(200))) {
                return record;
            }
        }
        throw new AssertionError("no record within 30 s");
    }
}
