package io.driftgate.correlator.topology;

import io.driftgate.correlator.alert.Fingerprint;
import io.driftgate.correlator.alert.Notice;
import io.driftgate.correlator.alert.ScopeAlertComposer;
import io.driftgate.correlator.alert.ScopeNotices;
import io.driftgate.correlator.scope.BaselineRecorder;
import io.driftgate.correlator.scope.ScopeDecider;
import io.driftgate.correlator.scope.ScopeLedger;
import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.correlator.scope.ScopedDrift;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeStatus;
import io.driftgate.schemas.json.AlertCloudEvent;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of one partition's scopes, and tells what is to be told of them. It has no clock but the append times of
 * its facts, ticks among them; the clock only stamps {@code correlated}.
 */
final class ScopeProcessor implements Processor<String, ScopeFact, String, Object> {

    private static final StringSerializer TEXT = new StringSerializer();
    private static final String NUL = "\u0000";

    private final ScopeDecider decider = new ScopeDecider();
    private final ScopeAlertComposer composer = new ScopeAlertComposer();
    private final BaselineRecorder baselines;
    private final ScopeNotices notices;
    private final InstantSource clock;
    private final ScopeGauges gauges;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, ScopeRow> rows;
    private @Nullable KeyValueStore<String, ScopedDrift> drifts;
    private @Nullable KeyValueStore<String, Alert> told;
    private Instant now = Instant.EPOCH;

    ScopeProcessor(Duration settle, InstantSource clock, ScopeGauges gauges, MeterRegistry metrics) {
        this.notices = new ScopeNotices(settle);
        this.baselines = new BaselineRecorder(clock);
        this.clock = clock;
        this.gauges = gauges;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        this.context = processorContext;
        this.rows = processorContext.getStateStore(ScopePart.ROWS);
        this.drifts = processorContext.getStateStore(ScopePart.DRIFTS);
        this.told = processorContext.getStateStore(ScopePart.ALERTS);
    }

    @Override
    public void process(Record<String, ScopeFact> record) {
        @Nullable ScopeFact fact = record.value();
        if (fact == null) {
            return;
        }
        // Each by its own time: what came by way of the engine may be ahead of a heartbeat that is still under way.
        now = fact.getAppendTime();
        switch (fact.getKind()) {
            case TICK -> tick();
            case DRIFT_COUNTED -> counted(fact);
            case STATUS, GATEWAY_STATUS -> {
                // What was just heard is not silent: all else of it may be judged at once.
                ScopeRow row = rowOrNew(fact.getScope());
                keep(row, decider.judge(ScopeLedger.apply(row, fact), now));
            }
            case SCOPE_COMPLETED -> apply(rowOrNew(fact.getScope()), fact);
            case BINDING -> {
                if (fact.getBound()) {
                    apply(rowOrNew(fact.getScope()), fact);
                } else {
                    known(fact).ifPresent(row -> apply(row, fact));
                }
            }
            case RETIRED, COMMAND -> known(fact).ifPresent(row -> apply(row, fact));
            case NOTHING -> {}
        }
    }

    private ScopeRow rowOrNew(String scope) {
        return Optional.ofNullable(rows().get(scope)).orElseGet(() -> ScopeRow.named(scope, now.toEpochMilli()));
    }

    private Optional<ScopeRow> known(ScopeFact fact) {
        return Optional.ofNullable(rows().get(fact.getScope()));
    }

    /** The next tick judges it: only a tick is sure that all that was said has come. */
    private void apply(ScopeRow row, ScopeFact fact) {
        keep(row, ScopeLedger.apply(row, fact));
    }

    private void counted(ScopeFact fact) {
        @Nullable ScopedDrift after = ScopedDrift.of(fact).orElse(null);
        String key = fact.getScope() + NUL + fact.getResourceKey();
        @Nullable ScopedDrift before = drifts().get(key);
        if (after == null && before == null) {
            return;
        }
        drifts().put(key, after);
        ScopeRow row = rowOrNew(fact.getScope());
        rows().put(row.scope(), ScopeLedger.counted(row, before, after, now.toEpochMilli()));
    }

    private void tick() {
        Map<ScopeStatus, Integer> counts = new EnumMap<>(ScopeStatus.class);
        for (ScopeRow row : allRows()) {
            ScopeRow next = decider.judge(row, now);
            if (decider.forgets(next, now)) {
                forget(next);
                next = decider.forgotten(next, now);
            }
            if (!next.equals(row) || ScopeNotices.isPending(next) || baselines.isPending(next)) {
                keep(row, next);
            }
            if (!next.retired()) {
                counts.merge(next.standing().status(), 1, Integer::sum);
            }
        }
        gauges.set(context().taskId().partition(), counts);
    }

    /** What the gateway said of its routes counts no longer. */
    private void forget(ScopeRow row) {
        for (String key : row.bindingKeys()) {
            context()
                    .forward(
                            new Record<>(key, null, now.toEpochMilli()), ScopePart.sink(TopicCatalogue.ROUTE_BINDINGS));
        }
    }

    /** Tells what is to be told of a row, and keeps it. */
    private void keep(ScopeRow before, ScopeRow row) {
        ScopeRow next = row;
        for (Notice notice : notices.of(row, now, () -> driftsOf(row.scope()))) {
            String fingerprint = Fingerprint.of(notice.kind(), notice.cause()).text();
            composer.compose(notice, told().get(fingerprint), now, clock.instant())
                    .ifPresent(this::tell);
            if (notice.kind() == AlertKind.SCOPE_SUMMARY) {
                next = next.summed();
            }
        }
        Optional<OperatorAction> action = baselines.recorded(next, now);
        if (action.isPresent()) {
            record(action.get());
            next = next.recorded();
        }
        if (!next.equals(before) || rows().get(next.scope()) == null) {
            rows().put(next.scope(), next);
        }
    }

    private void tell(Alert alert) {
        told().put(alert.getFingerprint(), alert);
        metrics.counter(
                        "driftgate_correlator_alerts_total",
                        "status",
                        alert.getStatus().name().toLowerCase(Locale.ROOT))
                .increment();
        long at = now.toEpochMilli();
        context().forward(new Record<>(alert.getFingerprint(), alert, at), ScopePart.sink(TopicCatalogue.ALERTS));
        context()
                .forward(
                        new Record<>(alert.getFingerprint(), AlertCloudEvent.text(alert), at),
                        ScopePart.sink(TopicCatalogue.ALERTS_JSON));
    }

    private void record(OperatorAction action) {
        context()
                .forward(
                        new Record<>(action.getTarget(), action, now.toEpochMilli()),
                        ScopePart.sink(TopicCatalogue.OPERATOR_ACTIONS));
    }

    private List<ScopeRow> allRows() {
        List<ScopeRow> all = new ArrayList<>();
        try (KeyValueIterator<String, ScopeRow> found = rows().all()) {
            found.forEachRemaining(entry -> all.add(entry.value));
        }
        return all;
    }

    private Collection<ScopedDrift> driftsOf(String scope) {
        List<ScopedDrift> all = new ArrayList<>();
        try (KeyValueIterator<String, ScopedDrift> found = drifts().prefixScan(scope + NUL, TEXT)) {
            found.forEachRemaining(entry -> all.add(entry.value));
        }
        return all;
    }

    @Override
    public void close() {
        if (context != null) {
            gauges.remove(context.taskId().partition());
        }
    }

    private ProcessorContext<String, Object> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private KeyValueStore<String, ScopeRow> rows() {
        return Objects.requireNonNull(rows, "init comes first");
    }

    private KeyValueStore<String, ScopedDrift> drifts() {
        return Objects.requireNonNull(drifts, "init comes first");
    }

    private KeyValueStore<String, Alert> told() {
        return Objects.requireNonNull(told, "init comes first");
    }
}
