package io.driftgate.correlator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.kit.signing.SigningSerializer;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.AvroSerde;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate before an order's processor: Streams' test driver, and the real registry. */
class GatePartIT {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ROUTE = "edge/orders";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<OperatorCommand> carriedOut = new ArrayList<>();
    private SchemaRegistryClient registry;
    private TopologyTestDriver driver;
    private TestInputTopic<String, OperatorCommand> signed;
    private TestInputTopic<String, OperatorCommand> unsigned;
    private TestOutputTopic<String, Alert> alerts;

    @BeforeEach
    void begin() {
        registry = new SchemaRegistryClient(
                RegistryConfig.of(URI.create(EmbeddedCluster.shared().registryUrl())));
        TopicPrefix prefix = new TopicPrefix(EmbeddedCluster.shared().newTopicPrefix());
        for (Topic topic : List.of(TopicCatalogue.OPERATOR_COMMANDS, TopicCatalogue.ALERTS)) {
            var unused = registry.register(
                    prefix.valueSubject(topic),
                    SpecificData.get().getSchema(topic.value().orElseThrow()));
        }
        SigningSection section =
                new SigningSection(new Secret(Ed25519Keys.generate().privateKey()), "s1");
        RecordSigner signer = new RecordSigner(section);
        Wiring wiring = new Wiring(
                prefix, registry, 1, InstantSource.fixed(START), signer, RecordVerifier.of(section, List.of()));
        Topology topology = new Topology();
        GatePart<OperatorCommand> gate = new GatePart<>(FeedbackTopic.commands(), "orders", metrics);
        gate.addTo(topology, wiring);
        topology.addProcessor("orders", () -> new Orders(carriedOut), gate.processor());
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "gate");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(topology, settings, START);
        var values = AvroSerde.of(OperatorCommand.class, registry).serializer();
        String commands = prefix.name(TopicCatalogue.OPERATOR_COMMANDS);
        signed = driver.createInputTopic(commands, new StringSerializer(), new SigningSerializer<>(values, signer));
        unsigned = driver.createInputTopic(commands, new StringSerializer(), values);
        alerts = driver.createOutputTopic(
                prefix.name(TopicCatalogue.ALERTS),
                new StringDeserializer(),
                AvroSerde.of(Alert.class, registry).deserializer());
    }

    @AfterEach
    void end() {
        driver.close();
        registry.close();
    }

    @Test
    void shouldCarryOutEachGenuineOrderOnceAndTellOfTheOthers() {
        signed.pipeInput(ROUTE, order(5), START);
        signed.pipeInput(ROUTE, order(5), START.plusSeconds(1));
        assertThat(alerts.isEmpty())
                .as("an order delivered again is no attempt")
                .isTrue();

        signed.pipeInput(ROUTE, order(4), START.plusSeconds(2));
        unsigned.pipeInput(ROUTE, order(9), START.plusSeconds(3));
        unsigned.pipeInput(null, order(9), START.plusSeconds(4));
        signed.pipeInput("edge/other", order(9), START.plusSeconds(5));
        unsigned.pipeInput(ROUTE, null, START.plusSeconds(6));
        signed.pipeInput(ROUTE, order(6), START.plusSeconds(7));

        assertThat(carriedOut).containsExactly(order(5), order(6));
        assertThat(alerts.readValuesToList())
                .as("one of the route's orders, one of all keys that are not known")
                .hasSize(2)
                .allSatisfy(alert -> {
                    assertThat(alert.getKind()).isEqualTo(AlertKind.TAMPERING);
                    assertThat(alert.getSummary()).contains("It was not carried out.");
                })
                .extracting(Alert::getSubject)
                .containsExactly("operator-commands " + ROUTE, "operator-commands");
        for (String reason : List.of("replayed", "foreign-key", "tombstone")) {
            assertThat(tampered(reason)).as(reason).isEqualTo(1);
        }
        assertThat(tampered("unsigned")).isEqualTo(2);
    }

    @Test
    void shouldTellOfMoreAttemptsAfterAnHour() {
        unsigned.pipeInput(ROUTE, order(9), START);
        driver.advanceWallClockTime(Duration.ofSeconds(10));
        assertThat(alerts.readValuesToList()).hasSize(1);

        unsigned.pipeInput(ROUTE, order(9), START.plus(Duration.ofMinutes(61)));
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(alerts.readValuesToList())
                .extracting(Alert::getRevision, Alert::getStatus)
                .containsExactly(tuple(2L, AlertStatus.OPEN));
    }

    private double tampered(String reason) {
        return metrics.get("driftgate_correlator_feedback_tampered_total")
                .tags("topic", "operator-commands", "reason", reason)
                .counter()
                .count();
    }

    private static OperatorCommand order(long version) {
        return OperatorCommand.newBuilder()
                .setId("c" + version)
                .setKind(CommandKind.RELEASE_GUARD)
                .setTarget(ROUTE)
                .setVersion(version)
                .setOccurred(START)
                .build();
    }

    private record Orders(List<OperatorCommand> carriedOut)
            implements Processor<String, OperatorCommand, String, Object> {
        @Override
        public void process(Record<String, OperatorCommand> record) {
            carriedOut.add(record.value());
        }
    }
}
