package io.driftgate.correlator.topology;

import io.driftgate.correlator.guard.GuardDecider;
import io.driftgate.correlator.guard.GuardRow;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands route facts to the decider, with all that is known of the gateway's routes, and its guards to the topic. What persons
 * set ends by itself when nothing else happens: then the time is that of the newest fact while facts come, so that nothing
 * ends ahead of a backlog, and the clock once none came for {@value #QUIET} s.
 */
final class GuardProcessor implements Processor<String, RouteFact, String, SpecificRecord> {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int QUIET = 2;

    private static final Logger LOG = LoggerFactory.getLogger(GuardProcessor.class);
    private static final StringSerializer TEXT = new StringSerializer();

    private final GuardDecider decider;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable KeyValueStore<String, GuardRow> rows;
    private @Nullable KeyValueStore<String, RouteGuard> guards;
    /** When what persons set ends, by gateway/route; a task that loses its transaction is made anew, and so is this. */
    private final Map<String, Long> ends = new HashMap<>();

    private int quietSeconds;
    private Instant newest = Instant.EPOCH;

    GuardProcessor(GuardDecider decider, InstantSource clock, MeterRegistry metrics) {
        this.decider = decider;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        this.context = processorContext;
        this.rows = processorContext.getStateStore(GuardPart.ROWS);
        this.guards = processorContext.getStateStore(GuardPart.GUARDS);
        try (KeyValueIterator<String, GuardRow> found = rows().all()) {
            found.forEachRemaining(entry -> remember(entry.value));
        }
        var unused = processorContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<String, RouteFact> record) {
        quietSeconds = 0;
        RouteFact fact = record.value();
        if (fact == null || fact.getRoute().isEmpty()) {
            return;
        }
        newest = fact.getAppendTime().isAfter(newest) ? fact.getAppendTime() : newest;
        decide(fact, record.timestamp());
    }

    private void tick() {
        quietSeconds++;
        Instant now = quietSeconds > QUIET ? clock.instant() : newest;
        ends.entrySet().stream()
                .filter(end -> end.getValue() <= now.toEpochMilli())
                .map(end -> end.getKey().substring(0, end.getKey().indexOf('/')))
                .distinct()
                .toList()
                .forEach(gateway -> decide(
                        RouteFact.newBuilder()
                                .setKind(RouteFactKind.TICK)
                                .setGateway(gateway)
                                .setIngested(now)
                                .setAppendTime(now)
                                .build(),
                        now.toEpochMilli()));
    }

    private void decide(RouteFact fact, long time) {
        List<GuardRow> known = new ArrayList<>();
        Map<String, RouteGuard> inForce = new HashMap<>();
        KeyValueStore<String, RouteGuard> guardStore = Objects.requireNonNull(guards, "init comes first");
        try (KeyValueIterator<String, GuardRow> found = rows().prefixScan(fact.getGateway() + "/", TEXT)) {
            found.forEachRemaining(entry -> known.add(entry.value));
        }
        try (KeyValueIterator<String, RouteGuard> found = guardStore.prefixScan(fact.getGateway() + "/", TEXT)) {
            found.forEachRemaining(entry -> inForce.put(entry.key, entry.value));
        }
        GuardDecider.Outcome outcome = decider.decide(fact, known, inForce);
        for (GuardRow row : outcome.rows()) {
            rows().put(row.key(), row);
            remember(row);
        }
        for (RouteGuard guard : outcome.guards()) {
            guardStore.put(guard.getKey(), guard);
            tell(guard, time);
        }
        outcome.action()
                .ifPresent(action -> context()
                        .forward(
                                new Record<>(action.getTarget(), action, time),
                                Wiring.sinkName(GuardPart.PROCESSOR, TopicCatalogue.OPERATOR_ACTIONS)));
    }

    private void remember(GuardRow row) {
        GuardRow.Manual manual = row.manual();
        if (manual == null) {
            ends.remove(row.key());
        } else {
            ends.put(row.key(), manual.until());
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
        context().forward(new Record<>(guard.getKey(), guard, time), Wiring.sinkName(TopicCatalogue.ROUTE_GUARDS));
    }

    private KeyValueStore<String, GuardRow> rows() {
        return Objects.requireNonNull(rows, "init comes first");
    }

    private ProcessorContext<String, SpecificRecord> context() {
        return Objects.requireNonNull(context, "init comes first");
    }
}
