package io.driftgate.sinks.deliver;

import io.driftgate.schemas.events.DeliveryStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts one sink's alerts. At every moment between two alerts, and for what this process read:
 *
 * <pre>received = delivered + failed + suppressed + put_back + pending</pre>
 *
 * {@code received} are the alerts that routing gave to this sink; {@code put_back} are those whose turn ended without an
 * outcome (partitions were dealt anew, or the service stopped): they are read, and counted, again by whoever is next;
 * {@code pending} is 1 while one is under way.
 */
final class SinkMeters {

    private final Counter received;
    private final Counter delivered;
    private final Counter failed;
    private final Counter suppressed;
    private final Counter putBack;
    private final Counter attempts;
    private final AtomicInteger pending = new AtomicInteger();

    SinkMeters(MeterRegistry registry, String sink) {
        received = registry.counter("driftgate_alerts_received_total", "sink", sink);
        delivered = settled(registry, sink, "delivered");
        failed = settled(registry, sink, "failed");
        suppressed = settled(registry, sink, "suppressed");
        putBack = settled(registry, sink, "put_back");
        attempts = registry.counter("driftgate_alerts_attempts_total", "sink", sink);
        Gauge.builder("driftgate_alerts_pending", pending, AtomicInteger::get)
                .tag("sink", sink)
                .register(registry);
    }

    void received() {
        received.increment();
        pending.incrementAndGet();
    }

    void tried() {
        attempts.increment();
    }

    void settled(DeliveryStatus status) {
        pending.decrementAndGet();
        switch (status) {
            case DELIVERED -> delivered.increment();
            case FAILED -> failed.increment();
            case SUPPRESSED -> suppressed.increment();
        }
    }

    void putBack() {
        pending.decrementAndGet();
        putBack.increment();
    }

    private static Counter settled(MeterRegistry registry, String sink, String outcome) {
        return registry.counter("driftgate_alerts_settled_total", "sink", sink, "outcome", outcome);
    }
}
