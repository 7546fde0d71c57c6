package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void shouldCarryRecordsAndKeepThemOverARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            createTopic(kafka, "kept");
            produce(kafka, "kept", "before");
            assertThat(consume(kafka, "kept", "first", 1)).containsExactly("before");
            assertThat(kafka.startDuration()).isPositive();
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            produce(kafka, "kept", "after");
            assertThat(consume(kafka, "kept", "second", 2)).containsExactly("before", "after");
            // The group's offset survived as well: it sees only what is new to it.
            assertThat(consume(kafka, "kept", "first", 1)).containsExactly("after");
        }
    }

    @Test
    void shouldShowOnlyCommittedTransactionsAndEndThoseOfACrashedProducer() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            createTopic(kafka, "exact");
            try (KafkaProducer<String, String> producer = transactional(kafka, "a")) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("exact", "k", "aborted")).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("exact", "k", "committed")).get();
                producer.commitTransaction();
            }
            KafkaProducer<String, String> crashed = transactional(kafka, "b");
            try {
                crashed.initTransactions();
                crashed.beginTransaction();
                crashed.send(new ProducerRecord<>("exact", "k", "never finished"))
                        .get();
                produce(kafka, "exact", "behind the open one");

                // Seen only because the broker ends the open transaction by itself, 1 s timeout + 1 s interval.
                assertThat(consume(kafka, "exact", "reader", 2)).containsExactly("committed", "behind the open one");
            } finally {
                crashed.close(Duration.ZERO);
            }
        }
    }

    @Test
    void shouldNotCreateTopicsThatNobodyAskedFor() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            Map<String, Object> impatient = new HashMap<>(clientSettings(kafka));
            impatient.put("max.block.ms", 1_000);
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(impatient, new StringSerializer(), new StringSerializer())) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> producer.send(new ProducerRecord<>("typo", "k", "v"))
                                .get());
            }
            try (Admin admin = Admin.create(clientSettings(kafka))) {
                assertThat(admin.listTopics().names().get()).doesNotContain("typo");
            }
        }
    }

    @Test
    void shouldBeDeafToEverythingButLoopback() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder));
                Socket outside = new Socket()) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + kafka.port());
            // 127.0.0.2 is this machine too; only a listener on every address would answer there.
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outside.connect(
                            new InetSocketAddress(InetAddress.getByName("127.0.0.2"), kafka.port()), 2_000));
        }
    }

    @Test
    void shouldRefuseATakenPortAndLeaveNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Set<String> before = nonDaemonThreads();

            assertThatExceptionOfType(EmbeddedStartException.class)
                    .isThrownBy(() ->
                            EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder).withPort(taken.getLocalPort())))
                    .withMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .matches(e -> e.reason() == Reason.PORT_TAKEN);

            assertThat(nonDaemonThreads()).isEqualTo(before);
        }
        // The folder is free again, too.
        EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder)).close();
    }

    @Test
    void shouldLeaveNoThreadWhenItFailsHalfWay() {
        Set<String> before = nonDaemonThreads();

        // The controller is up by the time the broker finds that there is no such remote storage.
        EmbeddedKafkaConfig broken = EmbeddedKafkaConfig.in(folder)
                .with("remote.log.storage.system.enable", "true")
                .with("remote.log.storage.manager.class.name", "io.driftgate.embedded.NoSuchStorage");
        assertThatExceptionOfType(EmbeddedStartException.class)
                .isThrownBy(() -> EmbeddedKafka.start(broken))
                .withMessageContaining("NoSuchStorage")
                .matches(e -> e.reason() == Reason.FAILED);

        await().pollInSameThread()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(nonDaemonThreads()).isEqualTo(before));
        EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder)).close();
    }

    @Test
    void shouldRefuseASecondBrokerOnTheSameFolder() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            assertThatExceptionOfType(EmbeddedStartException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder)))
                    .withMessageContaining("process " + ProcessHandle.current().pid())
                    .matches(e -> e.reason() == Reason.FOLDER_IN_USE);
            assertThat(kafka.port()).isPositive();
        }
    }

    @Test
    void shouldEndItsThreadsAndAllowASecondClose() {
        Set<String> before = nonDaemonThreads();
        EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder));

        kafka.close();
        kafka.close();

        await().pollInSameThread()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(nonDaemonThreads()).isEqualTo(before));
    }

    private static Set<String> nonDaemonThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.isAlive())
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Object> clientSettings(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static void createTopic(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = Admin.create(clientSettings(kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(clientSettings(kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "k", value)).get();
        }
    }

    private static KafkaProducer<String, String> transactional(EmbeddedKafka kafka, String id) {
        Map<String, Object> settings = new HashMap<>(clientSettings(kafka));
        settings.put("transactional.id", id);
        settings.put("transaction.timeout.ms", 1_000);
        settings.put("delivery.timeout.ms", 1_000);
        settings.put("request.timeout.ms", 900);
        settings.put("linger.ms", 0);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> consume(EmbeddedKafka kafka, String topic, String group, int count) {
        Map<String, Object> settings = new HashMap<>(clientSettings(kafka));
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
                return values.size() >= count;
            });
            consumer.commitSync();
        }
        return values;
    }
}
