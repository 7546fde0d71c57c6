package io.driftgate.correlator.topology;

import io.driftgate.correlator.assemble.FactChecks;
import io.driftgate.correlator.assemble.Facts;
import io.driftgate.correlator.assemble.ScopeProgress;
import io.driftgate.correlator.assemble.SnapshotAssembler;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.RouteBinding;
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
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of all sources into facts. Once a second it writes the time to the partition of its own number: the
 * engine's timers must fire when nothing happens there. While records come, the time is that of the newest, so that no timer
 * runs ahead of a backlog; when none came for {@value #QUIET} s, it is the clock.
 */
final class AssembleProcessor implements Processor<String, SpecificRecord, String, EntityFact> {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int QUIET = 2;

    private final SnapshotAssembler assembler = new SnapshotAssembler();
    private final TopicPrefix prefix;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, EntityFact> context;
    private @Nullable KeyValueStore<String, ScopeProgress> scopes;
    private int quietSeconds;
    private Instant newest = Instant.EPOCH;

    AssembleProcessor(TopicPrefix prefix, InstantSource clock, MeterRegistry metrics) {
        this.prefix = prefix;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, EntityFact> processorContext) {
        this.context = processorContext;
        this.scopes = processorContext.getStateStore(AssemblePart.STORE);
        var unused = processorContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    private void tick() {
        quietSeconds++;
        Instant now = quietSeconds > QUIET ? clock.instant() : newest;
        if (now.isAfter(Instant.EPOCH)) {
            String key = Partitioning.tickFor(context().taskId().partition());
            forward(key, Facts.tick(now), now.toEpochMilli());
        }
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        quietSeconds = 0;
        Instant appended = Instant.ofEpochMilli(record.timestamp());
        newest = appended.isAfter(newest) ? appended : newest;
        switch (record.value()) {
            case SnapshotRecord snapshot -> snapshot(snapshot, appended);
            case CloudChange change -> {
                FactChecks.check(change);
                forward(change.getEntity(), Facts.change(change, appended), record.timestamp());
            }
            case RouteBinding binding -> {
                FactChecks.check(record.key(), binding);
                forward(record.key(), Facts.binding(record.key(), binding, appended), record.timestamp());
            }
            case CollectorStatus status -> configured(status, appended);
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
    }

    private void configured(CollectorStatus status, Instant appended) {
        if (!Scope.parse(status.getScope()).isDeclared()) {
            return;
        }
        ScopeProgress before =
                Optional.ofNullable(store().get(status.getScope())).orElse(ScopeProgress.NOTHING);
        if (!before.configured()) {
            store().put(status.getScope(), before.asConfigured());
            forward(status.getScope(), Facts.configured(status.getScope(), appended), appended.toEpochMilli());
        }
    }

    /** A tombstone: only bindings are removed by one. */
    private void removed(Record<String, SpecificRecord> record, Instant appended) {
        String topic = context().recordMetadata().orElseThrow().topic();
        if (topic.equals(prefix.name(TopicCatalogue.ROUTE_BINDINGS))) {
            FactChecks.checkBindingKey(record.key());
            forward(record.key(), Facts.binding(record.key(), null, appended), record.timestamp());
        }
    }

    private void forward(String key, EntityFact fact, long time) {
        context().forward(new Record<>(key, fact, time));
    }

    private ProcessorContext<String, EntityFact> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private KeyValueStore<String, ScopeProgress> store() {
        return Objects.requireNonNull(scopes, "init comes first");
    }
}
