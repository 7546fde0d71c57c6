package io.driftgate.correlator.topology;

import io.driftgate.correlator.assemble.ScopeProgress;
import io.driftgate.correlator.command.Actions;
import io.driftgate.correlator.command.CommandFacts;
import io.driftgate.correlator.command.CommandsTaken;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes each order once and passes it to who carries it out. Counts every genuine order as
 * {@code driftgate_correlator_operator_commands_total{outcome}}: {@code taken}, {@code delivered-again} or {@code unknown-kind}.
 */
final class CommandProcessor implements Processor<String, OperatorCommand, String, SpecificRecord> {

    private final Actions actions;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable KeyValueStore<String, CommandsTaken> taken;
    private @Nullable KeyValueStore<String, ScopeProgress> scopes;

    CommandProcessor(InstantSource clock, MeterRegistry metrics) {
        this.actions = new Actions(clock);
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        this.context = processorContext;
        this.taken = processorContext.getStateStore(CommandPart.TAKEN);
        this.scopes = processorContext.getStateStore(AssemblePart.STORE);
    }

    @Override
    public void process(Record<String, OperatorCommand> record) {
        KeyValueStore<String, CommandsTaken> store = Objects.requireNonNull(taken, "init comes first");
        OperatorCommand command = record.value();
        CommandsTaken before = Optional.ofNullable(store.get(record.key())).orElse(CommandsTaken.NOTHING);
        if (before.has(command.getId())) {
            count("delivered-again");
        } else if (command.getKind() == CommandKind.NOTHING) {
            count("unknown-kind");
        } else {
            store.put(record.key(), before.with(command.getId()));
            count("taken");
            pass(command, record.timestamp());
        }
    }

    private void pass(OperatorCommand command, long time) {
        Instant appended = Instant.ofEpochMilli(time);
        switch (command.getKind()) {
            case BASELINE_SCOPE -> baseline(command, appended);
            case ACCEPT_DRIFT -> {
                EntityFact fact = CommandFacts.forEngine(command, appended);
                forward(fact.getEntity(), fact, time, Wiring.sinkName(TopicCatalogue.ENTITY_FACTS));
            }
            case SET_GUARD, RELEASE_GUARD ->
                forward(
                        command.getTarget(),
                        CommandFacts.forRoute(command, appended),
                        time,
                        Wiring.sinkName(CommandPart.PROCESSOR, TopicCatalogue.ROUTE_FACTS));
            case REVOKE_CREDENTIAL -> forward(command.getTarget(), command, time, RevocationPart.PROCESSOR);
            case RESCAN_SCOPE ->
                tell(
                        actions.applied(command, "", "its collector reads the scope again as soon as it hears of it"),
                        time);
            case NOTHING -> {}
        }
    }

    /** The scope's summary writes down what came of it: it has the counts. */
    private void baseline(OperatorCommand command, Instant appended) {
        long time = appended.toEpochMilli();
        if (Objects.requireNonNull(scopes, "init comes first").get(command.getTarget()) == null) {
            tell(
                    actions.notApplied(
                            command,
                            "nothing is known of the scope",
                            "no collector has read it; driftgate scopes list names those that are"),
                    time);
            return;
        }
        forward(
                command.getTarget(),
                CommandFacts.forEngine(command, appended),
                time,
                Wiring.sinkName(TopicCatalogue.ENTITY_FACTS));
        forward(
                command.getTarget(),
                CommandFacts.forScope(command, appended),
                time,
                Wiring.sinkName(CommandPart.PROCESSOR, TopicCatalogue.SCOPE_FACTS));
    }

    private void tell(OperatorAction action, long time) {
        forward(
                action.getTarget(),
                action,
                time,
                Wiring.sinkName(CommandPart.PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS));
    }

    private void forward(String key, SpecificRecord value, long time, String to) {
        context().forward(new Record<>(key, value, time), to);
    }

    private void count(String outcome) {
        metrics.counter("driftgate_correlator_operator_commands_total", "outcome", outcome)
                .increment();
    }

    private ProcessorContext<String, SpecificRecord> context() {
        return Objects.requireNonNull(context, "init comes first");
    }
}
