package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.TamperCase;
import io.driftgate.correlator.feedback.TamperNote;
import io.driftgate.correlator.feedback.TamperReporter;
import io.driftgate.schemas.events.AlertStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts the attempts that one task meets, remembers them in its store, and tells people. */
final class TamperDesk {

    private static final Logger LOG = LoggerFactory.getLogger(TamperDesk.class);

    private final ProcessorContext<String, Object> context;
    private final KeyValueStore<String, TamperCase> cases;
    private final TamperReporter reporter;
    private final AlertOutlet outlet;
    private final MeterRegistry metrics;

    /** @param store name of a store as {@link #store} makes it */
    TamperDesk(
            ProcessorContext<String, Object> context,
            String store,
            AlertOutlet outlet,
            InstantSource clock,
            MeterRegistry metrics) {
        this.context = context;
        this.cases = context.getStateStore(store);
        this.reporter = new TamperReporter(clock);
        this.outlet = outlet;
        this.metrics = metrics;
    }

    /** Cached: a flood of attempts costs its changelog one record per commit. */
    static StoreBuilder<KeyValueStore<String, TamperCase>> store(String name) {
        return Wiring.jsonStore(name, TamperCase.class).withCachingEnabled();
    }

    void take(TamperNote note) {
        metrics.counter(
                        "driftgate_correlator_feedback_tampered_total",
                        "topic",
                        note.topic(),
                        "reason",
                        note.reason().label())
                .increment();
        LOG.atDebug()
                .addKeyValue("origin", note.origin())
                .addKeyValue("reason", note.reason().label())
                .log("a record that is not the correlator's own");
        apply(reporter.attempt(cases.get(note.cause()), note), note.at());
    }

    void tick(Instant now) {
        List<KeyValue<String, TamperCase>> all = new ArrayList<>();
        try (KeyValueIterator<String, TamperCase> found = cases.all()) {
            found.forEachRemaining(all::add);
        }
        for (KeyValue<String, TamperCase> entry : all) {
            reporter.tick(entry.value, now).ifPresent(report -> apply(report, now));
            if (reporter.isForgotten(entry.value, now)) {
                cases.delete(entry.key);
            }
        }
    }

    private void apply(TamperReporter.Report report, Instant at) {
        cases.put(report.tampering().cause(), report.tampering());
        report.alert().ifPresent(alert -> {
            boolean open = alert.getStatus() == AlertStatus.OPEN;
            LOG.atLevel(open ? Level.ERROR : Level.INFO)
                    .addKeyValue("alert", alert.getId())
                    .addKeyValue("status", alert.getStatus())
                    .addKeyValue("summary", alert.getSummary())
                    .log("somebody else wrote to a topic of the correlator's");
            outlet.tell(context, alert, at.toEpochMilli());
        });
    }
}
