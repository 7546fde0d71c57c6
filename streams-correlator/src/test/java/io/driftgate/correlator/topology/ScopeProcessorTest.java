package io.driftgate.correlator.topology;

import static io.driftgate.correlator.scope.ScopeStory.CLOUD;
import static io.driftgate.correlator.scope.ScopeStory.CODE;
import static io.driftgate.correlator.scope.ScopeStory.EDGE;
import static io.driftgate.correlator.scope.ScopeStory.at;
import static io.driftgate.correlator.scope.ScopeStory.baseline;
import static io.driftgate.correlator.scope.ScopeStory.bound;
import static io.driftgate.correlator.scope.ScopeStory.completed;
import static io.driftgate.correlator.scope.ScopeStory.drift;
import static io.driftgate.correlator.scope.ScopeStory.gateway;
import static io.driftgate.correlator.scope.ScopeStory.retired;
import static io.driftgate.correlator.scope.ScopeStory.status;
import static io.driftgate.correlator.scope.ScopeStory.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.correlator.scope.ScopedDrift;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeStatus;
import io.driftgate.schemas.events.Severity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scopes' task from its facts to its alerts, over stores in memory. A settled summary takes 95 s. */
class ScopeProcessorTest {

    private static final Duration SETTLE = Duration.ofSeconds(95);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ScopeGauges gauges = new ScopeGauges(metrics);
    private TopologyTestDriver driver;

    @BeforeEach
    void open() {
        driver = driver();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldTellOfAFirstContactWithThreeDriftsOnce() {
        tell(
                status(0, CODE, null),
                drift(1, CODE, "a", Severity.LOW).build(),
                completed(2, CODE, 14),
                drift(3, CODE, "b", Severity.HIGH).build(),
                drift(92, CODE, "c", Severity.LOW)
                        .setStatus(DriftStatus.MISSING)
                        .build());
        for (int second = 10; second <= 180; second += 10) {
            tell(status(second, CODE, at(second)), tick(second));
        }
        assertThat(alerts()).as("drifts still came a minute and a half ago").isEmpty();
        for (int second = 190; second <= 900; second += 10) {
            tell(status(second, CODE, at(second)), tick(second));
        }

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getKind()).isEqualTo(AlertKind.SCOPE_SUMMARY);
            assertThat(alert.getSeverity()).isEqualTo(Severity.HIGH);
            assertThat(alert.getSubject()).isEqualTo(CODE);
            assertThat(alert.getTitle()).isEqualTo(CODE + ": 3 drifts at first sight, 1 HIGH, 2 LOW");
            assertThat(alert.getDriftIds()).containsExactly("d-b", "d-a", "d-c");
            assertThat(alert.getSummary())
                    .contains("2 DRIFTED, 1 MISSING", "aws_security_group.b d-b HIGH, aws_security_group.a d-a LOW")
                    .contains("driftgate drift list --scope '" + CODE + "'", "driftgate drift accept ID")
                    .contains("driftgate drift baseline '" + CODE + "'");
            assertThat(alert.getNotify()).isTrue();
        });
    }

    @Test
    void shouldWaitForTheFirstCompleteReading() {
        tell(drift(1, CODE, "a", Severity.HIGH).build());
        heartbeats(10, 300, CODE);
        assertThat(alerts()).isEmpty();

        tell(completed(301, CODE, 2));
        heartbeats(310, 420, CODE);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void shouldReviseASummaryQuietlyAndEndItWithTheLastDrift() {
        tell(
                completed(0, CODE, 2),
                drift(1, CODE, "a", Severity.HIGH).build(),
                drift(1, CODE, "b", Severity.LOW).build());
        heartbeats(10, 110, CODE);
        tell(drift(111, CODE, "b", Severity.LOW)
                .setResolution(Resolution.REVERTED)
                .setStatus(DriftStatus.IN_SYNC)
                .build());
        heartbeats(120, 220, CODE);
        tell(drift(221, CODE, "a", Severity.HIGH).setFirstSight(false).build());
        heartbeats(230, 330, CODE);

        List<Alert> alerts = alerts();
        assertThat(alerts).extracting(Alert::getRevision).containsExactly(1L, 2L, 3L);
        assertThat(alerts).extracting(Alert::getNotify).containsExactly(true, false, true);
        assertThat(alerts.get(1).getDriftIds()).containsExactly("d-a");
        assertThat(alerts.get(2).getStatus()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(alerts).extracting(Alert::getVersion).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldLeaveToTheDeclaredScopeWhatBothHave() {
        for (String scope : List.of(CODE, CLOUD)) {
            tell(completed(0, scope, 2), drift(1, scope, "a", Severity.HIGH).build());
        }
        tell(drift(1, CLOUD, "z", Severity.LOW).setStatus(DriftStatus.UNMANAGED).build());
        heartbeats(10, 200, CODE, CLOUD);

        assertThat(alerts())
                .extracting(alert -> alert.getSubject() + " " + alert.getDriftIds())
                .containsExactlyInAnyOrder(CODE + " [d-a]", CLOUD + " [d-z]");
        assertThat(row(CLOUD).counts().drifts().open()).isEqualTo(2);
    }

    @Test
    void shouldRecordABaselineWithWhatWasBeforeAndAfterOnce() {
        tell(
                completed(0, CODE, 2),
                drift(1, CODE, "a", Severity.HIGH).build(),
                drift(1, CODE, "b", Severity.LOW).build());
        heartbeats(10, 110, CODE);
        tell(baseline(111, CODE, "c1"), baseline(112, CODE, "c1"));
        tell(drift(113, CODE, "a", Severity.HIGH).setFirstSight(false).build());
        tell(drift(113, CODE, "b", Severity.LOW).setFirstSight(false).build());
        heartbeats(120, 300, CODE);

        assertThat(alerts()).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(actions()).singleElement().satisfies(action -> {
            assertThat(action.getCommandId()).isEqualTo("c1");
            assertThat(action.getTarget()).isEqualTo(CODE);
            assertThat(action.getOperator()).isEqualTo("jwt:local/alice");
            assertThat(action.getBefore())
                    .isEqualTo("2 open (1 HIGH, 1 LOW), 2 of them from the first comparison, 0 accepted; no baseline");
            assertThat(action.getAfter())
                    .isEqualTo("2 open (1 HIGH, 1 LOW), 0 of them from the first comparison, 0 accepted; baselined");
        });
        assertThat(row("declared:terraform:unknown")).isNull();
    }

    @Test
    void shouldTellNobodySilentByFactsOfOthers() {
        tell(completed(0, CODE, 2), status(0, CODE, at(0)));

        tell(status(3600, CLOUD, at(3600)));
        assertThat(alerts()).as("a backlog that compaction thinned out").isEmpty();

        tell(tick(3600));
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getKind()).isEqualTo(AlertKind.BLIND);
            assertThat(alert.getSubject()).isEqualTo(CODE);
        });
        assertThat(row(CODE).standing().status()).isEqualTo(ScopeStatus.BLIND);
        assertThat(metrics.get("driftgate_correlator_scopes")
                        .tag("status", "blind")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeBackTheBindingsOfAGatewayThatIsGoneForADay() {
        tell(gateway(0, true), bound(1, "orders", true), bound(1, "users", true));
        tell(tick(60), tick(86_399));
        assertThat(bindings().isEmpty()).isTrue();

        tell(tick(86_400), tick(86_401));
        List<TestRecord<String, byte[]>> removed = bindings().readRecordsToList();
        assertThat(removed).extracting(TestRecord::key).containsExactly("edge/orders/edge-1", "edge/users/edge-1");
        assertThat(removed).extracting(TestRecord::value).containsOnlyNulls();
        tell(tick(86_430));
        assertThat(alerts()).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(row(EDGE).retired()).isTrue();
    }

    @Test
    void shouldTellTheSameWhenTheSameIsToldAgain() {
        List<ScopeFact> story = List.of(
                status(0, CODE, null),
                completed(1, CODE, 3),
                drift(2, CODE, "a", Severity.HIGH).build(),
                gateway(3, true),
                tick(40),
                status(50, CODE, at(50)),
                tick(51),
                tick(120),
                baseline(121, CODE, "c1"),
                tick(127),
                retired(130, CODE),
                tick(170));
        story.forEach(this::tell);
        List<Alert> first = alerts();

        try (TopologyTestDriver another = driver()) {
            driver = another;
            story.forEach(this::tell);
            assertThat(alerts()).isEqualTo(first).hasSizeGreaterThan(4);
        }
        driver = driver();
    }

    private void heartbeats(long from, long to, String... scopes) {
        for (long second = from; second <= to; second += 10) {
            for (String scope : scopes) {
                tell(status(second, scope, at(second)));
            }
            tell(tick(second));
        }
    }

    private void tell(ScopeFact... facts) {
        var topic = driver.createInputTopic(
                "scope-facts", new StringSerializer(), new AvroBytes<>(ScopeFact.class).serializer());
        for (ScopeFact fact : facts) {
            topic.pipeInput(fact.getScope(), fact, fact.getAppendTime().toEpochMilli());
        }
    }

    private List<Alert> alerts() {
        return driver.createOutputTopic("alerts", new StringDeserializer(), new AvroBytes<>(Alert.class).deserializer())
                .readValuesToList();
    }

    private List<OperatorAction> actions() {
        return driver.createOutputTopic(
                        "operator-actions",
                        new StringDeserializer(),
                        new AvroBytes<>(OperatorAction.class).deserializer())
                .readValuesToList();
    }

    private TestOutputTopic<String, byte[]> bindings() {
        return driver.createOutputTopic(
                "route-bindings", new StringDeserializer(), Serdes.ByteArray().deserializer());
    }

    private ScopeRow row(String scope) {
        return driver.<String, ScopeRow>getKeyValueStore(ScopePart.ROWS).get(scope);
    }

    private TopologyTestDriver driver() {
        Topology topology = new Topology();
        topology.addSource(
                "scope-facts",
                new StringDeserializer(),
                new AvroBytes<>(ScopeFact.class).deserializer(),
                "scope-facts");
        topology.addProcessor(
                ScopePart.PROCESSOR,
                () -> new ScopeProcessor(SETTLE, InstantSource.fixed(at(0)), gauges, metrics),
                "scope-facts");
        topology.addStateStore(store(ScopePart.ROWS, new JsonSerde<>(ScopeRow.class)), ScopePart.PROCESSOR);
        topology.addStateStore(store(ScopePart.DRIFTS, new JsonSerde<>(ScopedDrift.class)), ScopePart.PROCESSOR);
        topology.addStateStore(store(ScopePart.ALERTS, new AvroBytes<>(Alert.class)), ScopePart.PROCESSOR);
        sink(topology, "alerts", new AvroBytes<>(Alert.class));
        sink(topology, "alerts-json", Serdes.String());
        sink(topology, "operator-actions", new AvroBytes<>(OperatorAction.class));
        sink(topology, "route-bindings", new AvroBytes<>(SpecificRecord.class));
        return new TopologyTestDriver(topology);
    }

    private static void sink(Topology topology, String topic, Serde<?> values) {
        topology.addSink(
                ScopePart.PROCESSOR + "-to-" + topic,
                topic,
                new StringSerializer(),
                values.serializer(),
                ScopePart.PROCESSOR);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
    }
}
