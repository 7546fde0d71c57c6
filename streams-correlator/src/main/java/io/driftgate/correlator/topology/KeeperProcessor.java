package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.correlator.feedback.RecordKeeper;
import io.driftgate.correlator.feedback.Seen;
import io.driftgate.kit.signing.Attested;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Hands what was read back to the keeper, with what is in force, and publishes again what the keeper says. */
final class KeeperProcessor<V extends SpecificRecord> implements Processor<String, Attested<V>, String, Object> {

    private static final Duration TICK = Duration.ofSeconds(10);

    private final RecordKeeper<V> keeper;
    private final FeedbackTopic<V> topic;
    private final ReadBacks<V> readBacks;
    private final Names names;
    private final AlertOutlet outlet;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final TaskTime time;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, V> inForce;
    private @Nullable KeyValueStore<String, Seen> seen;
    private @Nullable TamperDesk desk;

    /** Names of stores, and of the sink for what is published again. */
    record Names(String inForce, String seen, String tampering, String sink) {}

    KeeperProcessor(
            RecordKeeper<V> keeper,
            FeedbackTopic<V> topic,
            ReadBacks<V> readBacks,
            Names names,
            AlertOutlet outlet,
            InstantSource clock,
            MeterRegistry metrics) {
        this.keeper = keeper;
        this.topic = topic;
        this.readBacks = readBacks;
        this.names = names;
        this.outlet = outlet;
        this.clock = clock;
        this.metrics = metrics;
        this.time = new TaskTime(clock);
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        this.context = processorContext;
        this.inForce = processorContext.getStateStore(names.inForce());
        this.seen = processorContext.getStateStore(names.seen());
        this.desk = new TamperDesk(processorContext, names.tampering(), outlet, clock, metrics);
        var unused = processorContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick());
    }

    @Override
    public void process(Record<String, Attested<V>> record) {
        time.record(record.timestamp());
        @Nullable String key = record.key();
        @Nullable Seen before = key == null ? null : seen().get(key);
        @Nullable V held = key == null ? null : inForce().get(key);
        RecordKeeper.Step<V> step = keeper.read(readBacks.of(record, context()), before, held);
        step.seen().ifPresent(now -> seen().put(Objects.requireNonNull(key, "no key, nothing genuine"), now));
        step.held().ifPresent(value -> hold(value, step.publish(), record.timestamp()));
        step.note().ifPresent(note -> desk().take(note));
    }

    private void tick() {
        Instant now = time.tick();
        desk().tick(now);
        List<V> held = new ArrayList<>();
        try (KeyValueIterator<String, V> found = inForce().all()) {
            found.forEachRemaining(entry -> held.add(entry.value));
        }
        for (V value : held) {
            keeper.tick(value, seen().get(topic.key().apply(value)), now)
                    .ifPresent(again -> hold(again, true, now.toEpochMilli()));
        }
    }

    private void hold(V value, boolean publish, long at) {
        String key = topic.key().apply(value);
        inForce().put(key, value);
        if (publish) {
            metrics.counter(
                            "driftgate_correlator_feedback_published_again_total",
                            "topic",
                            topic.topic().name())
                    .increment();
            context().forward(new Record<>(key, value, at), names.sink());
        }
    }

    private ProcessorContext<String, Object> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private KeyValueStore<String, V> inForce() {
        return Objects.requireNonNull(inForce, "init comes first");
    }

    private KeyValueStore<String, Seen> seen() {
        return Objects.requireNonNull(seen, "init comes first");
    }

    private TamperDesk desk() {
        return Objects.requireNonNull(desk, "init comes first");
    }
}
