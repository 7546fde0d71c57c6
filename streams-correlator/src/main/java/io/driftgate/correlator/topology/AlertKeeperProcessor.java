package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.AlertKeeper;
import io.driftgate.kit.signing.Attested;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Hands alerts that were read back to their keeper, and publishes again what it says. */
final class AlertKeeperProcessor implements Processor<String, Attested<Alert>, String, Object> {

    private static final Duration TICK = Duration.ofSeconds(10);
    /** Looked at per tick, from where the last one ended: a million alerts would outlast a transaction. */
    private static final int PORTION = 500;

    private final AlertKeeper keeper;
    private final ReadBacks<Alert> readBacks;
    private final AlertOutlet outlet;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final TaskTime time;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, Alert> kept;
    private @Nullable KeyValueStore<String, AlertKeeper.Mark> marks;
    private @Nullable TamperDesk desk;
    private @Nullable String lookedAt;

    AlertKeeperProcessor(
            AlertKeeper keeper,
            ReadBacks<Alert> readBacks,
            AlertOutlet outlet,
            InstantSource clock,
            MeterRegistry metrics) {
        this.keeper = keeper;
        this.readBacks = readBacks;
        this.outlet = outlet;
        this.clock = clock;
        this.metrics = metrics;
        this.time = new TaskTime(clock);
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        this.context = processorContext;
        this.kept = processorContext.getStateStore(AlertKeeperPart.KEPT);
        this.marks = processorContext.getStateStore(AlertKeeperPart.MARKS);
        this.desk = new TamperDesk(processorContext, AlertKeeperPart.TAMPERING, outlet, clock, metrics);
        var unused = processorContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick());
    }

    @Override
    public void process(Record<String, Attested<Alert>> record) {
        time.record(record.timestamp());
        @Nullable String key = record.key();
        AlertKeeper.Step step = keeper.read(
                readBacks.of(record, context()),
                key == null ? null : marks().get(key),
                key == null ? null : kept().get(key));
        if (key != null) {
            step.kept().ifPresent(alert -> kept().put(key, alert));
            step.mark().ifPresent(mark -> marks().put(key, mark));
        }
        step.publish().ifPresent(alert -> repeat(alert, record.timestamp()));
        step.note().ifPresent(note -> desk().take(note));
    }

    private void tick() {
        Instant now = time.tick();
        desk().tick(now);
        List<KeyValue<String, Alert>> portion = new ArrayList<>();
        try (KeyValueIterator<String, Alert> found = kept().range(lookedAt, null)) {
            while (found.hasNext() && portion.size() < PORTION) {
                portion.add(found.next());
            }
            lookedAt = found.hasNext() ? found.peekNextKey() : null;
        }
        for (KeyValue<String, Alert> entry : portion) {
            AlertKeeper.Mark mark = Objects.requireNonNull(marks().get(entry.key), "written with the alert");
            switch (keeper.tick(entry.value, mark, now)) {
                case AlertKeeper.Due.Nothing nothing -> {}
                case AlertKeeper.Due.Publish publish -> {
                    marks().put(entry.key, publish.mark());
                    repeat(entry.value, now.toEpochMilli());
                }
                case AlertKeeper.Due.Forget forget -> {
                    kept().delete(entry.key);
                    marks().delete(entry.key);
                }
            }
        }
    }

    private void repeat(Alert alert, long at) {
        metrics.counter("driftgate_correlator_feedback_published_again_total", "topic", TopicCatalogue.ALERTS.name())
                .increment();
        outlet.repeat(context(), alert, at);
    }

    private ProcessorContext<String, Object> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private KeyValueStore<String, Alert> kept() {
        return Objects.requireNonNull(kept, "init comes first");
    }

    private KeyValueStore<String, AlertKeeper.Mark> marks() {
        return Objects.requireNonNull(marks, "init comes first");
    }

    private TamperDesk desk() {
        return Objects.requireNonNull(desk, "init comes first");
    }
}
