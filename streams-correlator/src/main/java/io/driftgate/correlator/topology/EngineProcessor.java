package io.driftgate.correlator.topology;

import io.driftgate.correlator.drift.DriftEngine;
import io.driftgate.correlator.drift.EngineOutput;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Hands facts to the engine and its conclusions to the topics, over the stores of one task. */
final class EngineProcessor implements Processor<String, EntityFact, String, SpecificRecord>, EngineOutput {

    private final DriftTopology.Rules rules;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable DriftEngine engine;
    private long time;

    EngineProcessor(DriftTopology.Rules rules, InstantSource clock, MeterRegistry metrics) {
        this.rules = rules;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        this.context = processorContext;
        this.engine = new DriftEngine(
                processorContext.taskId().partition(),
                new StoredEngineState(
                        processorContext.getStateStore(DriftPart.ROWS),
                        processorContext.getStateStore(DriftPart.DRIFTS),
                        processorContext.getStateStore(DriftPart.CHANGES),
                        processorContext.getStateStore(DriftPart.INDEX),
                        processorContext.getStateStore(DriftPart.BINDINGS),
                        processorContext.getStateStore(DriftPart.PROGRESS)),
                rules.comparer(),
                rules.exposure(),
                rules.attributor(),
                rules.settling(),
                clock,
                this);
    }

    @Override
    public void process(Record<String, EntityFact> record) {
        time = record.timestamp();
        if (record.value() != null) {
            Objects.requireNonNull(engine, "init comes first").accept(record.value());
        }
    }

    @Override
    public void drift(DriftRecord drift) {
        metrics.counter(
                        "driftgate_correlator_drift_records_total",
                        "status",
                        drift.getStatus().name().toLowerCase(Locale.ROOT),
                        "severity",
                        drift.getSeverity().name().toLowerCase(Locale.ROOT))
                .increment();
        metrics.timer("driftgate_correlator_drift_latency_seconds")
                .record(Duration.between(drift.getIngested(), drift.getCorrelated()));
        Record<String, SpecificRecord> record = new Record<>(drift.getResourceKey(), drift, time);
        context().forward(record, Wiring.sinkName(TopicCatalogue.DRIFT));
        context().forward(record, AlertPart.PROCESSOR);
    }

    @Override
    public void routeFact(RouteFact fact) {
        context()
                .forward(
                        new Record<>(fact.getGateway() + "/" + fact.getRoute(), fact, time),
                        Wiring.sinkName(TopicCatalogue.ROUTE_FACTS));
    }

    @Override
    public void action(OperatorAction action) {
        context()
                .forward(
                        new Record<>(action.getTarget(), action, time),
                        Wiring.sinkName(DriftPart.PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS));
    }

    @Override
    public void scopeFact(ScopeFact fact) {
        context()
                .forward(
                        new Record<>(fact.getScope(), fact, time),
                        Wiring.sinkName(DriftPart.PROCESSOR, TopicCatalogue.SCOPE_FACTS));
    }

    private ProcessorContext<String, SpecificRecord> context() {
        return Objects.requireNonNull(context, "init comes first");
    }
}
