package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.FeedbackGate;
import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.correlator.feedback.Seen;
import io.driftgate.kit.signing.Attested;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Hands on what the gate lets through. */
final class GateProcessor<V extends SpecificRecord> implements Processor<String, Attested<V>, String, Object> {

    private static final Duration TICK = Duration.ofSeconds(10);

    private final FeedbackGate<V> gate;
    private final ReadBacks<V> readBacks;
    private final Names names;
    private final AlertOutlet outlet;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final TaskTime time;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, Seen> seen;
    private @Nullable TamperDesk desk;

    /** Name of the processor behind the gate, and of stores. */
    record Names(String next, String seen, String tampering) {}

    GateProcessor(
            FeedbackTopic<V> topic,
            ReadBacks<V> readBacks,
            Names names,
            AlertOutlet outlet,
            InstantSource clock,
            MeterRegistry metrics) {
        this.gate = new FeedbackGate<>(topic);
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
        this.seen = processorContext.getStateStore(names.seen());
        this.desk = new TamperDesk(processorContext, names.tampering(), outlet, clock, metrics);
        var unused = processorContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> desk().tick(time.tick()));
    }

    @Override
    public void process(Record<String, Attested<V>> record) {
        time.record(record.timestamp());
        KeyValueStore<String, Seen> store = Objects.requireNonNull(seen, "init comes first");
        ProcessorContext<String, Object> out = Objects.requireNonNull(context, "init comes first");
        @Nullable String key = record.key();
        switch (gate.read(readBacks.of(record, out), key == null ? null : store.get(key))) {
            case FeedbackGate.News<V> news -> {
                store.put(news.key(), news.seen());
                out.forward(new Record<>(news.key(), news.value(), record.timestamp(), record.headers()), names.next());
            }
            case FeedbackGate.Nothing<V> nothing -> {}
            case FeedbackGate.Refused<V> refused -> desk().take(refused.note());
        }
    }

    private TamperDesk desk() {
        return Objects.requireNonNull(desk, "init comes first");
    }
}
