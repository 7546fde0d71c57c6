package io.driftgate.correlator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.correlator.assemble.ScopeProgress;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeFactKind;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the assembler tells of scopes and gateways, second by second. */
class AssembleProcessorTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String CODE = "declared:terraform:file:/orders.tfstate";
    private static final List<Topic> SOURCES = List.of(
            TopicCatalogue.STATE_SNAPSHOTS,
            TopicCatalogue.ROUTE_BINDINGS,
            TopicCatalogue.COLLECTOR_STATUS,
            TopicCatalogue.GATEWAY_STATUS);

    private final List<ScopeFact> scopeFacts = new ArrayList<>();
    private final List<EntityFact> entityFacts = new ArrayList<>();
    private Instant now = START;
    private TopologyTestDriver driver;

    @BeforeEach
    void open() {
        Topology topology = new Topology();
        source(topology, TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class);
        source(topology, TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class);
        source(topology, TopicCatalogue.COLLECTOR_STATUS, CollectorStatus.class);
        source(topology, TopicCatalogue.GATEWAY_STATUS, GatewayStatus.class);
        topology.addProcessor(
                AssemblePart.PROCESSOR,
                () -> new AssembleProcessor(new TopicPrefix("p-"), () -> now, new SimpleMeterRegistry()),
                SOURCES.stream().map(Topic::name).toArray(String[]::new));
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(AssemblePart.STORE),
                        Serdes.String(),
                        new JsonSerde<>(ScopeProgress.class)),
                AssemblePart.PROCESSOR);
        sink(topology, Wiring.sinkName(TopicCatalogue.ENTITY_FACTS), TopicCatalogue.ENTITY_FACTS, EntityFact.class);
        sink(
                topology,
                Wiring.sinkName(AssemblePart.PROCESSOR, TopicCatalogue.SCOPE_FACTS),
                TopicCatalogue.SCOPE_FACTS,
                ScopeFact.class);
        driver = new TopologyTestDriver(topology, START);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldTellScopesTheTimeOnlyOnceItHasListened() {
        seconds(30);
        assertThat(ofScopes(ScopeFactKind.TICK)).isEmpty();
        assertThat(ofEntities(FactKind.TICK)).as("timers go on").isNotEmpty();

        seconds(2);
        assertThat(ofScopes(ScopeFactKind.TICK))
                .extracting(ScopeFact::getAppendTime)
                .containsExactly(at(31), at(32));
    }

    @Test
    void shouldRetireAScopeThatNobodySpeaksForOnce() {
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, status(CODE));
        seconds(40);
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, null);
        assertThat(ofScopes(ScopeFactKind.RETIRED)).hasSize(1);
        seconds(29);
        assertThat(ofEntities(FactKind.SCOPE_RETIRED)).isEmpty();

        seconds(20);
        assertThat(ofEntities(FactKind.SCOPE_RETIRED)).singleElement().satisfies(fact -> {
            assertThat(fact.getScope()).isEqualTo(CODE);
            assertThat(fact.getAppendTime()).isEqualTo(at(70));
        });
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, status(CODE));
        assertThat(ofEntities(FactKind.SCOPE_CONFIGURED))
                .as("and configured anew")
                .hasSize(2);
    }

    @Test
    void shouldRetireNothingThatACollectorGoesOnToSpeakFor() {
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, status(CODE));
        seconds(40);
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, null);
        seconds(10);
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, status(CODE));

        seconds(100);
        assertThat(ofEntities(FactKind.SCOPE_RETIRED)).isEmpty();
        assertThat(ofEntities(FactKind.SCOPE_CONFIGURED)).hasSize(1);
    }

    @Test
    void shouldNotBelieveThatAScopeIsUnchangedThatWasRetired() {
        snapshot(SnapshotKind.BEGAN, 0);
        snapshot(SnapshotKind.ENDED, 1);
        snapshot(SnapshotKind.UNCHANGED, 0);
        assertThat(ofScopes(ScopeFactKind.SCOPE_COMPLETED)).hasSize(2);
        send(TopicCatalogue.COLLECTOR_STATUS, CODE, null);
        seconds(62);

        snapshot(SnapshotKind.UNCHANGED, 0);
        assertThat(ofScopes(ScopeFactKind.SCOPE_COMPLETED)).hasSize(2);
    }

    @Test
    void shouldKeepAGatewaysConfigurationToItself() {
        send(
                TopicCatalogue.GATEWAY_STATUS,
                "edge/edge-1",
                GatewayStatus.newBuilder()
                        .setGateway("edge")
                        .setInstance("edge-1")
                        .setEffectiveConfig("{\"large\":true}")
                        .setReady(true)
                        .build());
        send(TopicCatalogue.GATEWAY_STATUS, "edge/edge-1", null);

        assertThat(ofScopes(ScopeFactKind.GATEWAY_STATUS)).singleElement().satisfies(fact -> {
            assertThat(fact.getScope()).isEqualTo("edge/edge-1");
            assertThat(fact.getGatewayStatus().getReady()).isTrue();
            assertThat(fact.getGatewayStatus().getEffectiveConfig()).isEmpty();
        });
        assertThat(ofScopes(ScopeFactKind.RETIRED))
                .extracting(ScopeFact::getScope)
                .containsExactly("edge/edge-1");
    }

    @Test
    void shouldTellAGatewayOfItsBindings() {
        send(
                TopicCatalogue.ROUTE_BINDINGS,
                "edge/orders/edge-1",
                RouteBinding.newBuilder()
                        .setGateway("edge")
                        .setRoute("orders")
                        .setInstance("edge-1")
                        .build());
        send(TopicCatalogue.ROUTE_BINDINGS, "edge/orders/edge-1", null);

        assertThat(ofScopes(ScopeFactKind.BINDING))
                .extracting(fact -> fact.getScope() + " " + fact.getBindingKey() + " " + fact.getBound())
                .containsExactly("edge/edge-1 edge/orders/edge-1 true", "edge/edge-1 edge/orders/edge-1 false");
        assertThat(ofEntities(FactKind.BINDING)).hasSize(2);
    }

    @Test
    void shouldRefuseAStatusThatIsAboutAnother() {
        assertThatThrownBy(() -> send(TopicCatalogue.COLLECTOR_STATUS, "live:file:lab", status(CODE)))
                .hasRootCauseMessage("collector status live:file:lab is about " + CODE + " (expected: its key)");
        assertThatThrownBy(() -> send(
                        TopicCatalogue.GATEWAY_STATUS,
                        "edge/edge-2",
                        GatewayStatus.newBuilder()
                                .setGateway("edge")
                                .setInstance("edge-1")
                                .build()))
                .hasRootCauseMessage(
                        "gateway status edge/edge-2 is about edge/edge-1 (expected: its key, gateway/instance)");
    }

    private static CollectorStatus status(String scope) {
        return CollectorStatus.newBuilder()
                .setScope(scope)
                .setCollector("collectors")
                .build();
    }

    private void snapshot(SnapshotKind kind, long seq) {
        send(
                TopicCatalogue.STATE_SNAPSHOTS,
                CODE,
                SnapshotRecord.newBuilder()
                        .setKind(kind)
                        .setScope(CODE)
                        .setSnapshotId("s1")
                        .setSeq(seq)
                        .setCount(0L)
                        .setReadAt(now)
                        .build());
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private void seconds(int many) {
        for (int i = 0; i < many; i++) {
            now = now.plusSeconds(1);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private void send(Topic topic, String key, @Nullable SpecificRecord value) {
        driver.createInputTopic(
                        "p-" + topic.name(), new StringSerializer(), new AvroBytes<>(SpecificRecord.class).serializer())
                .pipeInput(key, value, now.toEpochMilli());
    }

    private List<ScopeFact> ofScopes(ScopeFactKind kind) {
        scopeFacts.addAll(read(TopicCatalogue.SCOPE_FACTS, ScopeFact.class));
        return scopeFacts.stream().filter(fact -> fact.getKind() == kind).toList();
    }

    private List<EntityFact> ofEntities(FactKind kind) {
        entityFacts.addAll(read(TopicCatalogue.ENTITY_FACTS, EntityFact.class));
        return entityFacts.stream().filter(fact -> fact.getKind() == kind).toList();
    }

    private <V extends SpecificRecord> List<V> read(Topic topic, Class<V> type) {
        return driver.createOutputTopic(
                        "p-" + topic.name(), new StringDeserializer(), new AvroBytes<>(type).deserializer())
                .readValuesToList();
    }

    private static <V extends SpecificRecord> void source(Topology topology, Topic topic, Class<V> type) {
        topology.addSource(
                topic.name(), new StringDeserializer(), new AvroBytes<>(type).deserializer(), "p-" + topic.name());
    }

    private static <V extends SpecificRecord> void sink(Topology topology, String name, Topic topic, Class<V> type) {
        topology.addSink(
                name,
                "p-" + topic.name(),
                new StringSerializer(),
                new AvroBytes<>(type).serializer(),
                AssemblePart.PROCESSOR);
    }
}
