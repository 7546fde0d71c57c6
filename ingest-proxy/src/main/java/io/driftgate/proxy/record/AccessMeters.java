package io.driftgate.proxy.record;

import io.driftgate.proxy.record.AccessLedger.Balance;
import io.driftgate.schemas.events.AccessEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** Meters of requests and of the ledger's equation. Labels are route names and reasons, both from bounded lists. */
public final class AccessMeters {

    private static final String REQUESTS = "driftgate.gateway.requests";

    private record Kind(String route, String decision, String reason) {}

    private final MeterRegistry metrics;
    private final Map<Kind, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> own = new ConcurrentHashMap<>();
    private final Map<String, Timer> upstream = new ConcurrentHashMap<>();

    /** Registers the ledger's counters. */
    public AccessMeters(MeterRegistry metrics, AccessLedger ledger) {
        this.metrics = metrics;
        count(ledger, "received", "requests that came", Balance::received);
        count(ledger, "recorded", "requests whose event Kafka acknowledged", Balance::recorded);
        count(
                ledger,
                "refused_for_audit",
                "requests refused because they could not be recorded",
                Balance::refusedForAudit);
        count(ledger, "aggregated", "requests folded into counted events", Balance::aggregated);
        count(
                ledger,
                "failed_sends",
                "sends of events that Kafka did not take and that were made again",
                Balance::failedSends);
        Gauge.builder(
                        "driftgate.gateway.audit.pending",
                        ledger,
                        l -> l.balance().pending())
                .description("requests whose event Kafka has not acknowledged yet")
                .register(metrics);
    }

    /** A request ended and is recorded. */
    void recorded(AccessEvent event) {
        String route = event.getRoute().isEmpty() ? "none" : event.getRoute();
        count(new Kind(route, event.getDecision().name().toLowerCase(Locale.ROOT), event.getReason()));
        own.computeIfAbsent(route, name -> timer("driftgate.gateway.own", "time spent in the gateway itself", name))
                .record(Duration.ofNanos(event.getOwnTimeUs() * 1_000));
        Long upstreamUs = event.getUpstreamTimeUs();
        if (upstreamUs != null) {
            upstream.computeIfAbsent(
                            route,
                            name -> timer("driftgate.gateway.upstream", "time until the upstream's answer ended", name))
                    .record(Duration.ofNanos(upstreamUs * 1_000));
        }
    }

    /** A request was refused because it could not be recorded. */
    void unrecorded() {
        count(new Kind("none", "denied", "audit-unavailable"));
    }

    private void count(Kind kind) {
        requests.computeIfAbsent(
                        kind,
                        k -> Counter.builder(REQUESTS)
                                .description("requests that ended")
                                .tags("route", k.route(), "decision", k.decision(), "reason", k.reason())
                                .register(metrics))
                .increment();
    }

    private void count(AccessLedger ledger, String name, String description, ToLongFunction<Balance> value) {
        FunctionCounter.builder("driftgate.gateway.audit." + name, ledger, l -> value.applyAsLong(l.balance()))
                .description(description)
                .register(metrics);
    }

    private Timer timer(String name, String description, String route) {
        return Timer.builder(name).description(description).tag("route", route).register(metrics);
    }
}
