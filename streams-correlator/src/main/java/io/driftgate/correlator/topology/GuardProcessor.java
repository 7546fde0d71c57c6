package io.driftgate.correlator.topology;

import io.driftgate.correlator.guard.GuardDecider;
import io.driftgate.correlator.guard.GuardRow;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteGuard;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands route facts to the decider, with all that is known of the gateway's routes, and its guards to the topic. */
final class GuardProcessor implements Processor<String, RouteFact, String, RouteGuard> {

    private static final Logger LOG = LoggerFactory.getLogger(GuardProcessor.class);
    private static final StringSerializer TEXT = new StringSerializer();

    private final GuardDecider decider;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, RouteGuard> context;
    private @Nullable KeyValueStore<String, GuardRow> rows;
    private @Nullable KeyValueStore<String, RouteGuard> guards;

    GuardProcessor(GuardDecider decider, MeterRegistry metrics) {
        this.decider = decider;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, RouteGuard> processorContext) {
        this.context = processorContext;
        this.rows = processorContext.getStateStore(GuardPart.ROWS);
        this.guards = processorContext.getStateStore(GuardPart.GUARDS);
    }

    @Override
    public void process(Record<String, RouteFact> record) {
        RouteFact fact = record.value();
        if (fact == null || fact.getRoute().isEmpty()) {
            return;
        }
        KeyValueStore<String, GuardRow> rowStore = Objects.requireNonNull(rows, "init comes first");
        KeyValueStore<String, RouteGuard> guardStore = Objects.requireNonNull(guards, "init comes first");
        List<GuardRow> known = new ArrayList<>();
        Map<String, RouteGuard> inForce = new HashMap<>();
        try (KeyValueIterator<String, GuardRow> found = rowStore.prefixScan(fact.getGateway() + "/", TEXT)) {
            found.forEachRemaining(entry -> known.add(entry.value));
        }
        try (KeyValueIterator<String, RouteGuard> found = guardStore.prefixScan(fact.getGateway() + "/", TEXT)) {
            found.forEachRemaining(entry -> inForce.put(entry.key, entry.value));
        }
        GuardDecider.Outcome outcome = decider.decide(fact, known, inForce);
        rowStore.put(outcome.row().key(), outcome.row());
        for (RouteGuard guard : outcome.guards()) {
            guardStore.put(guard.getKey(), guard);
            tell(guard, record.timestamp());
        }
    }

    private void tell(RouteGuard guard, long time) {
        metrics.counter(
                        "driftgate_correlator_guards_total",
                        "action",
                        guard.getAction().name().toLowerCase(Locale.ROOT))
                .increment();
        if (guard.getNeedsPerson()) {
            LOG.atWarn()
                    .addKeyValue("route", guard.getKey())
                    .addKeyValue("drifts", guard.getDriftIds())
                    .log("a route is not blocked because too many are: a person must decide");
        }
        Objects.requireNonNull(context, "init comes first").forward(new Record<>(guard.getKey(), guard, time));
    }
}
