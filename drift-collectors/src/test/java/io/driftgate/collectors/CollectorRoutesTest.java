package io.driftgate.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.collectors.live.LiveFileReader;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.collectors.publish.SnapshotPublisher;
import io.driftgate.collectors.redact.KnownMarks;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicPrefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real timers, a producer in memory. */
class CollectorRoutesTest {

    private static final String STATE = "{\"version\":4,\"serial\":1,\"lineage\":\"l\",\"resources\":[]}";

    @TempDir
    Path folder;

    private final AtomicBoolean away = new AtomicBoolean(true);
    private final AtomicInteger refused = new AtomicInteger();
    private final InstantSource clock = InstantSource.system();
    /** Takes nothing of a state as long as it is away. */
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> {
                if (away.get()
                        && value instanceof SnapshotRecord record
                        && record.getScope().startsWith("declared:")) {
                    refused.incrementAndGet();
                    throw new KafkaException("away");
                }
                return new byte[0];
            });

    @Test
    void shouldReadNothingLiveBeforeTheStatesHaveSaidWhatIsSensitive() throws Exception {
        CollectorsConfig config = config(STATE);
        Outlet outlet = outlet();
        StateFiles states = new StateFiles(
                config.declared().getFirst(),
                new TerraformState(ResourceTypes.shipped(), "123456789012", "eu-west-1"),
                outlet);
        LiveStateFile live =
                new LiveStateFile(config.live().getFirst(), new LiveFileReader(ResourceTypes.shipped()), outlet);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new CollectorRoutes(
                    config, Map.of("s", states), Map.of("lab", live), Map.of(), () -> {}, () -> {}));
            camel.start();
            int before = refused.get();
            Awaitility.await().until(() -> refused.get() > before + 3);
            assertThat(liveRecords()).isEmpty();

            away.set(false);
            Awaitility.await().until(() -> !liveRecords().isEmpty());
        }
    }

    /** It may mark what is a secret in the half that is still to come. */
    @Test
    void shouldReadNothingLiveWhileAStateIsHalfWrittenAtItsFirstTurn() throws Exception {
        away.set(false);
        CollectorsConfig config = config(STATE.substring(0, 20));
        Outlet outlet = outlet();
        AtomicInteger turns = new AtomicInteger();
        StateFiles states = new StateFiles(
                config.declared().getFirst(),
                new TerraformState(ResourceTypes.shipped(), "123456789012", "eu-west-1"),
                outlet);
        LiveStateFile live =
                new LiveStateFile(config.live().getFirst(), new LiveFileReader(ResourceTypes.shipped()), outlet);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new CollectorRoutes(
                    config, Map.of("s", states), Map.of("lab", live), Map.of(), turns::incrementAndGet, () -> {}));
            camel.start();
            Awaitility.await().until(() -> turns.get() > 3);
            assertThat(liveRecords()).isEmpty();

            Files.writeString(folder.resolve("a.tfstate"), STATE);
            Awaitility.await().until(() -> !liveRecords().isEmpty());
        }
        List<String> scopes = producer.history().stream()
                .map(record -> record.value())
                .filter(SnapshotRecord.class::isInstance)
                .map(value -> ((SnapshotRecord) value).getScope())
                .distinct()
                .toList();
        assertThat(scopes).as("the state came first").hasSize(2).last().isEqualTo("live:file:lab");
    }

    private List<SnapshotRecord> liveRecords() {
        return producer.history().stream()
                .map(record -> record.value())
                .filter(SnapshotRecord.class::isInstance)
                .map(SnapshotRecord.class::cast)
                .filter(record -> record.getScope().startsWith("live:"))
                .toList();
    }

    private CollectorsConfig config(String state) throws Exception {
        Files.writeString(folder.resolve("digest.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve("signing.pub"), Ed25519Keys.generate().publicKey());
        Files.writeString(folder.resolve("a.tfstate"), state);
        Files.setLastModifiedTime(
                Files.writeString(folder.resolve("live.jsonl"), ""),
                FileTime.from(Instant.now().minusSeconds(60)));
        Path file = Files.writeString(folder.resolve("collectors.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "kafka:9092"}
                schema_registry: {url: "http://registry:8081"}
                trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
                sensitive_values: {digest_key: {file: digest.key}}
                accounts: [{name: a, aws_account_id: "123456789012", regions: [eu-west-1]}]
                declared: [{name: s, account: a, terraform_state: {file: a.tfstate, watch: true}}]
                live: [{name: lab, file: {path: live.jsonl, watch: true}}]
                changes: []
                """);
        return new ConfigLoader("collectors", Map.of(), false).load(CollectorsConfig.class, file);
    }

    private Outlet outlet() {
        return new Outlet(
                producer,
                TopicPrefix.NONE,
                new Redactor(SensitiveAttributes.shipped(), "k1", new byte[32]),
                new KnownMarks(),
                new SnapshotPublisher(producer, TopicPrefix.NONE, "k1", clock),
                new ScopeStatuses(producer, TopicPrefix.NONE, "test", clock),
                new DeadLetterPublisher(producer, TopicPrefix.NONE, Service.DRIFT_COLLECTORS, clock),
                clock);
    }
}
