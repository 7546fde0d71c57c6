package io.driftgate.correlator.topology;

import io.driftgate.correlator.assemble.FactChecks;
import io.driftgate.correlator.assemble.Facts;
import io.driftgate.correlator.assemble.RetiringScopes;
import io.driftgate.correlator.assemble.ScopeFacts;
import io.driftgate.correlator.assemble.ScopeProgress;
import io.driftgate.correlator.assemble.SnapshotAssembler;
import io.driftgate.correlator.assemble.TaskClock;
import io.driftgate.correlator.scope.Heartbeats;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of all sources into facts. Once a second it writes the time to the partition of its own number: the
 * engine's timers must fire when nothing happens there, and silence is told by nothing else. To the scopes it writes the
 * time only while it may be judged by.
 */
final class AssembleProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final SnapshotAssembler assembler = new SnapshotAssembler();
    private final TopicPrefix prefix;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    private final TaskClock time = new TaskClock(Heartbeats.SILENCE);
    private final RetiringScopes retiring = new RetiringScopes(Heartbeats.SILENCE);

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable KeyValueStore<String, ScopeProgress> scopes;

    AssembleProcessor(TopicPrefix prefix, InstantSource clock, MeterRegistry metrics) {
        this.prefix = prefix;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        this.context = processorContext;
        this.scopes = processorContext.getStateStore(AssemblePart.STORE);
        try (KeyValueIterator<String, ScopeProgress> found = store().all()) {
            while (found.hasNext()) {
                KeyValue<String, ScopeProgress> entry = found.next();
                if (entry.value.retiringSince() != 0) {
                    retiring.begin(entry.key, Instant.ofEpochMilli(entry.value.retiringSince()));
                }
            }
        }
        var unused = processorContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, at -> tick());
    }

    private void tick() {
        Optional<Instant> now = time.tick(clock.instant());
        String key = Partitioning.tickFor(context().taskId().partition());
        now.ifPresent(at -> forward(key, Facts.tick(at), at.toEpochMilli()));
        if (now.isPresent() && time.judgesSilence()) {
            retire(now.get());
            forward(key, ScopeFacts.tick(now.get()), now.get().toEpochMilli());
        }
    }

    /** What was taken out of one collector's configuration, and no other speaks for. */
    private void retire(Instant now) {
        for (String scope : retiring.due(now)) {
            // What is read of it later is read for the first time: an unchanged source would not be said again.
            var unused = store().delete(scope);
            forward(scope, Facts.retired(scope, now), now.toEpochMilli());
        }
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        Instant appended = Instant.ofEpochMilli(record.timestamp());
        time.heard(appended);
        switch (record.value()) {
            case SnapshotRecord snapshot -> snapshot(snapshot, appended);
            case CloudChange change -> {
                FactChecks.check(change);
                forward(change.getEntity(), Facts.change(change, appended), record.timestamp());
            }
            case RouteBinding binding -> {
                FactChecks.check(record.key(), binding);
                bound(record.key(), binding, appended);
            }
            case CollectorStatus status -> {
                FactChecks.check(record.key(), status);
                configured(status, appended);
            }
            case GatewayStatus status -> {
                FactChecks.check(record.key(), status);
                forward(ScopeFacts.status(record.key(), status, appended));
            }
            case null -> removed(record, appended);
            default -> throw new IllegalStateException("a record that no source of this part has");
        }
    }

    private void snapshot(SnapshotRecord record, Instant appended) {
        FactChecks.check(record);
        ScopeProgress before =
                Optional.ofNullable(store().get(record.getScope())).orElse(ScopeProgress.NOTHING);
        SnapshotAssembler.Step step = assembler.accept(before, record, appended);
        if (!step.progress().equals(before)) {
            store().put(record.getScope(), step.progress());
        }
        metrics.counter(
                        "driftgate_correlator_snapshot_records_total",
                        "verdict",
                        step.verdict().name().toLowerCase(Locale.ROOT))
                .increment();
        step.fact()
                .ifPresent(fact -> forward(
                        fact.getEntity().isEmpty() ? fact.getScope() : fact.getEntity(),
                        fact,
                        appended.toEpochMilli()));
        step.scopeFact().ifPresent(this::forward);
    }

    private void bound(String key, @Nullable RouteBinding binding, Instant appended) {
        forward(key, Facts.binding(key, binding, appended), appended.toEpochMilli());
        forward(ScopeFacts.binding(key, binding != null, appended));
    }

    private void configured(CollectorStatus status, Instant appended) {
        String scope = status.getScope();
        forward(ScopeFacts.status(status, appended));
        retiring.contradict(scope);
        ScopeProgress before = Optional.ofNullable(store().get(scope)).orElse(ScopeProgress.NOTHING);
        boolean isNew = Scope.parse(scope).isDeclared() && !before.configured();
        ScopeProgress after = (isNew ? before.asConfigured() : before).retiring(0);
        if (!after.equals(before)) {
            store().put(scope, after);
        }
        if (isNew) {
            forward(scope, Facts.configured(scope, appended), appended.toEpochMilli());
        }
    }

    /** A tombstone. */
    private void removed(Record<String, SpecificRecord> record, Instant appended) {
        String topic = context().recordMetadata().orElseThrow().topic();
        if (topic.equals(prefix.name(TopicCatalogue.ROUTE_BINDINGS))) {
            FactChecks.checkBindingKey(record.key());
            bound(record.key(), null, appended);
        } else if (topic.equals(prefix.name(TopicCatalogue.GATEWAY_STATUS))) {
            forward(ScopeFacts.retired(record.key(), appended));
        } else if (topic.equals(prefix.name(TopicCatalogue.COLLECTOR_STATUS))) {
            String scope = Scope.parse(record.key()).text();
            ScopeProgress before = Optional.ofNullable(store().get(scope)).orElse(ScopeProgress.NOTHING);
            retiring.begin(scope, appended);
            store().put(scope, before.retiring(appended.toEpochMilli()));
            forward(ScopeFacts.retired(scope, appended));
        }
    }

    private void forward(String key, EntityFact fact, long at) {
        context().forward(new Record<>(key, fact, at), Wiring.sinkName(TopicCatalogue.ENTITY_FACTS));
    }

    /** To the scope's or gateway's own partition. */
    private void forward(ScopeFact fact) {
        forward(fact.getScope(), fact, fact.getAppendTime().toEpochMilli());
    }

    private void forward(String key, ScopeFact fact, long at) {
        context()
                .forward(
                        new Record<>(key, fact, at),
                        Wiring.sinkName(AssemblePart.PROCESSOR, TopicCatalogue.SCOPE_FACTS));
    }

    private ProcessorContext<String, SpecificRecord> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private KeyValueStore<String, ScopeProgress> store() {
        return Objects.requireNonNull(scopes, "init comes first");
    }
}
