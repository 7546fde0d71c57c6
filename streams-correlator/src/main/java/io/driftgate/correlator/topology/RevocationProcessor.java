package io.driftgate.correlator.topology;

import io.driftgate.correlator.command.Actions;
import io.driftgate.correlator.revoke.Revoker;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Remembers which credentials are revoked, and tells each revocation to the proxies and to the audit. */
final class RevocationProcessor implements Processor<String, OperatorCommand, String, SpecificRecord> {

    private final Actions actions;

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable KeyValueStore<String, Revocation> revoked;

    RevocationProcessor(InstantSource clock) {
        this.actions = new Actions(clock);
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        this.context = processorContext;
        this.revoked = processorContext.getStateStore(RevocationPart.REVOKED);
    }

    @Override
    public void process(Record<String, OperatorCommand> record) {
        OperatorCommand order = record.value();
        KeyValueStore<String, Revocation> store = Objects.requireNonNull(revoked, "init comes first");
        Revocation before = store.get(order.getTarget());
        Revocation after = Revoker.revoke(order, before, Instant.ofEpochMilli(record.timestamp()));
        store.put(after.getCredentialId(), after);
        ProcessorContext<String, SpecificRecord> sinks = Objects.requireNonNull(context, "init comes first");
        sinks.forward(
                new Record<>(after.getCredentialId(), after, record.timestamp()),
                Wiring.sinkName(TopicCatalogue.REVOCATIONS));
        sinks.forward(
                new Record<>(
                        order.getTarget(),
                        actions.applied(
                                order,
                                before == null ? "not known to be revoked" : "revoked by " + before.getRevokedBy(),
                                "revoked"),
                        record.timestamp()),
                Wiring.sinkName(CommandPart.PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS));
    }
}
