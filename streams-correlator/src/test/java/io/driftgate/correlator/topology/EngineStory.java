package io.driftgate.correlator.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.attribution.Attributor;
import io.driftgate.correlator.attribution.Pipeline;
import io.driftgate.correlator.command.CommandFacts;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.correlator.drift.DriftEngine;
import io.driftgate.correlator.drift.EngineOutput;
import io.driftgate.correlator.drift.ResourceRow;
import io.driftgate.correlator.drift.Settling;
import io.driftgate.correlator.exposure.ExposureRules;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Tells the engine a story, fact by fact, over real stores in memory, and keeps what it concluded. Times are seconds. */
final class EngineStory implements EngineOutput, AutoCloseable {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final String CODE = "declared:terraform:file:/orders.tfstate";
    static final String CLOUD = "live:file:lab";
    static final String GROUP = "aws/123456789012/eu-west-1/ec2/sg-0abc";
    static final String GROUP_KEY = GROUP + "#aws_security_group";
    static final String DEPLOY = "arn:aws:iam::123456789012:role/deploy";

    private static final DriftComparer COMPARER = DriftComparer.shipped();
    private static final ExposureRules RULES = ExposureRules.shipped();

    final List<DriftRecord> drifts = new ArrayList<>();
    final List<RouteFact> routeFacts = new ArrayList<>();
    final List<OperatorAction> actions = new ArrayList<>();
    final List<ScopeFact> scopeFacts = new ArrayList<>();

    private final List<KeyValueStore<?, ?>> stores = new ArrayList<>();
    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>(new Properties());
    private final KeyValueStore<String, ResourceRow> rows;
    private final KeyValueStore<String, DriftRecord> said;
    private final KeyValueStore<String, CloudChange> changes;
    private final KeyValueStore<String, String> index;
    private final KeyValueStore<String, RouteBinding> bindings;
    private final KeyValueStore<String, JsonNode> progress;
    private DriftEngine engine;

    EngineStory() {
        this.rows = store("rows", new JsonSerde<>(ResourceRow.class));
        this.said = store("drifts", new AvroBytes<>(DriftRecord.class));
        this.changes = store("changes", new AvroBytes<>(CloudChange.class));
        this.index = store("index", Serdes.String());
        this.bindings = store("bindings", new AvroBytes<>(RouteBinding.class));
        this.progress = store("progress", new JsonSerde<>(JsonNode.class));
        this.engine = engine();
    }

    /** Another engine goes on with the same stores. */
    EngineStory restarted() {
        engine = engine();
        return this;
    }

    private DriftEngine engine() {
        return new DriftEngine(
                0,
                new StoredEngineState(rows, said, changes, index, bindings, progress),
                COMPARER,
                RULES,
                new Attributor(List.of(new Pipeline("deploy", Set.of(DEPLOY))), Duration.ofSeconds(60)),
                new Settling(Duration.ofSeconds(90), Duration.ofMinutes(15), Duration.ofMinutes(2)),
                InstantSource.fixed(START),
                this);
    }

    private <V> KeyValueStore<String, V> store(String name, Serde<V> values) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        stores.add(store);
        return store;
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    EngineStory fact(EntityFact fact) {
        engine.accept(fact);
        return this;
    }

    /** Both sides of the security group, read for the first time and in sync, with their barriers. */
    EngineStory inSync() {
        return declared(0, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .live(0, GROUP_KEY, group("10.0.0.0/8"))
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0);
    }

    EngineStory declared(long second, String key, String address, String attributes) {
        return fact(resource(second, CODE, "s1", key, address, attributes));
    }

    EngineStory live(long second, String key, String attributes) {
        return fact(resource(second, CLOUD, "s1", key, "", attributes));
    }

    EngineStory liveAgain(long second, String key, String attributes) {
        return fact(resource(second, CLOUD, "", key, "", attributes));
    }

    EngineStory goneLive(long second, String key) {
        return fact(gone(second, CLOUD, key));
    }

    EngineStory goneDeclared(long second, String key) {
        return fact(gone(second, CODE, key));
    }

    EngineStory completed(long second, String scope, String snapshot, long began) {
        return fact(builder(FactKind.SCOPE_COMPLETED, second)
                .setScope(scope)
                .setSnapshotId(snapshot)
                .setBeganAt(at(began))
                .setCovers(scope.equals(CLOUD) ? List.of("aws/123456789012/*/*") : List.of())
                .build());
    }

    static EntityFact configured(long second, String scope) {
        return builder(FactKind.SCOPE_CONFIGURED, second).setScope(scope).build();
    }

    EngineStory retired(long second, String scope) {
        return fact(builder(FactKind.SCOPE_RETIRED, second).setScope(scope).build());
    }

    EngineStory tick(long second) {
        return fact(builder(FactKind.TICK, second).build());
    }

    EngineStory changed(long second, CloudChange change) {
        return fact(builder(FactKind.CHANGE, second)
                .setEntity(change.getEntity())
                .setChange(change)
                .build());
    }

    EngineStory bound(long second, @Nullable RouteBinding binding) {
        return fact(builder(FactKind.BINDING, second)
                .setBindingKey("edge/orders/edge-1")
                .setBinding(binding)
                .build());
    }

    /** Alice accepts what stands open, until a second. */
    EngineStory accepted(long second, String key, long until) {
        return ordered(
                second,
                OperatorCommand.newBuilder()
                        .setId("accept-" + second)
                        .setKind(CommandKind.ACCEPT_DRIFT)
                        .setTarget(key)
                        .setOperator("jwt:local/alice")
                        .setReason("the office moves")
                        .setUntil(at(until))
                        .setOccurred(at(second))
                        .build());
    }

    /** Alice has looked at a scope's first comparison. */
    EngineStory baselined(long second, String scope) {
        return fact(baselineOf(second, scope));
    }

    static EntityFact baselineOf(long second, String scope) {
        OperatorCommand command = OperatorCommand.newBuilder()
                .setId("baseline-" + second)
                .setKind(CommandKind.BASELINE_SCOPE)
                .setTarget(scope)
                .setOperator("jwt:local/alice")
                .setReason("looked at")
                .setOccurred(at(second))
                .build();
        return CommandFacts.forEngine(command, at(second));
    }

    private EngineStory ordered(long second, OperatorCommand command) {
        return fact(CommandFacts.forEngine(command, at(second)));
    }

    static EntityFact resource(
            long second, String scope, String snapshot, String key, String address, String attributes) {
        ResourceKey parsed = ResourceKey.parse(key);
        JsonNode json = CanonicalJson.read(attributes);
        return builder(FactKind.RESOURCE, second)
                .setEntity(parsed.entity().text())
                .setScope(scope)
                .setSnapshotId(snapshot)
                .setRefreshed(snapshot.isEmpty())
                .setReadAt(at(second))
                .setResource(ResourceState.newBuilder()
                        .setResourceKey(key)
                        .setEntity(parsed.entity().text())
                        .setType(parsed.type())
                        .setAddress(address)
                        .setAttributes(CanonicalJson.write(json))
                        .setAttributesDigest(CanonicalJson.sha256Hex(json))
                        .setTags(Map.of())
                        .build())
                .build();
    }

    private static EntityFact gone(long second, String scope, String key) {
        return builder(FactKind.RESOURCE, second)
                .setEntity(ResourceKey.parse(key).entity().text())
                .setScope(scope)
                .setRefreshed(true)
                .setReadAt(at(second))
                .setGoneResourceKey(key)
                .build();
    }

    static CloudChange byMallory(String eventId, long second) {
        return change(eventId, second)
                .setChannel(Channel.CONSOLE)
                .setActor(Actor.newBuilder()
                        .setIdentityType("IAMUser")
                        .setArn("arn:aws:iam::123456789012:user/mallory")
                        .setName("mallory")
                        .build())
                .build();
    }

    /** The deployment that gives the group the description that live has then. */
    static CloudChange byPipeline(String eventId, long second) {
        return change(eventId, second)
                .setEventName("ModifySecurityGroupDescription")
                .setRequestParameters("{\"groupId\":\"sg-0abc\",\"description\":\"b\"}")
                .setChannel(Channel.IAC)
                .setActor(Actor.newBuilder()
                        .setIdentityType("AssumedRole")
                        .setArn("arn:aws:sts::123456789012:assumed-role/deploy/run-1")
                        .setSessionIssuerArn(DEPLOY)
                        .setName("run-1")
                        .build())
                .build();
    }

    private static CloudChange.Builder change(String eventId, long second) {
        return CloudChange.newBuilder()
                .setEventId(eventId)
                .setEntity(GROUP)
                .setService("ec2")
                .setEventName("AuthorizeSecurityGroupIngress")
                .setRequestParameters(
                        "{\"ipPermissions\":{\"items\":[{\"ipRanges\":{\"items\":[{\"cidrIp\":\"0.0.0.0/0\"}]}}]}}")
                .setSourceAddress("203.0.113.9")
                .setOccurred(at(second));
    }

    static RouteBinding binding(BackingSelector selector) {
        return RouteBinding.newBuilder()
                .setGateway("edge")
                .setRoute("orders")
                .setInstance("edge-1")
                .setIncarnation("one")
                .setBackedBy(List.of(selector))
                .setGuardPolicy(GuardPolicy.newBuilder()
                        .setName("internet-facing")
                        .setActions(Map.of("HIGH", GuardAction.BLOCK, "CRITICAL", GuardAction.BLOCK))
                        .build())
                .build();
    }

    static BackingSelector address(String address) {
        return BackingSelector.newBuilder().setTerraform(address).build();
    }

    /** A group that lets these ranges in on port 8443. */
    static String group(String... ranges) {
        return """
                {"name":"orders","description":"orders","ingress":[{"from_port":8443,"to_port":8443,"protocol":"tcp",\
                "cidr_blocks":["%s"],"description":"","self":false}]}""".formatted(String.join("\",\"", ranges));
    }

    DriftRecord last() {
        return drifts.getLast();
    }

    private static EntityFact.Builder builder(FactKind kind, long second) {
        return EntityFact.newBuilder().setKind(kind).setAppendTime(at(second));
    }

    @Override
    public void drift(DriftRecord drift) {
        drifts.add(drift);
    }

    @Override
    public void routeFact(RouteFact fact) {
        routeFacts.add(fact);
    }

    @Override
    public void action(OperatorAction action) {
        actions.add(action);
    }

    @Override
    public void scopeFact(ScopeFact fact) {
        scopeFacts.add(fact);
    }

    @Override
    public void close() {
        stores.forEach(KeyValueStore::close);
    }
}
