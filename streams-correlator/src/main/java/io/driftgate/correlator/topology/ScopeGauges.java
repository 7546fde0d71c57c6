package io.driftgate.correlator.topology;

import io.driftgate.schemas.events.ScopeStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code driftgate_correlator_scopes{status}}: how many scopes and gateways stand so, over the tasks of this instance. */
final class ScopeGauges {

    private final Map<Integer, Map<ScopeStatus, Integer>> byPartition = new ConcurrentHashMap<>();

    ScopeGauges(MeterRegistry metrics) {
        for (ScopeStatus status : ScopeStatus.values()) {
            Gauge.builder("driftgate_correlator_scopes", this, gauges -> gauges.count(status))
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
    }

    void set(int partition, Map<ScopeStatus, Integer> counts) {
        byPartition.put(partition, Map.copyOf(counts));
    }

    /** A task that went elsewhere is counted there. */
    void remove(int partition) {
        byPartition.remove(partition);
    }

    private int count(ScopeStatus status) {
        return byPartition.values().stream()
                .mapToInt(counts -> counts.getOrDefault(status, 0))
                .sum();
    }
}
