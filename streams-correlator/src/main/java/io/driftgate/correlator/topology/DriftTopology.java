package io.driftgate.correlator.topology;

import io.driftgate.correlator.attribution.Attributor;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.correlator.config.Share;
import io.driftgate.correlator.drift.Settling;
import io.driftgate.correlator.exposure.ExposureRules;
import io.driftgate.schemas.topic.ClientNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/**
 * The {@code drift} application, part by part, in the order the data flows:
 *
 * <pre>
 *   operator-commands
 *     -> command  -> entity-facts, route-facts, scope-facts, (revocation -> revocations)
 *   state-snapshots, cloud-changes, route-bindings, collector-status, gateway-status
 *     -> assemble -> entity-facts, scope-facts
 *     -> drift    -> drift, route-facts, scope-facts, (alert -> alerts, alerts-json)
 *     -> guard    -> route-guards
 *     -> scope    -> alerts, alerts-json, route-bindings (of gateways that are gone)
 *   route-guards, revocations, alerts
 *     -> read back beside their writers: what others wrote over or erased is published again, and told
 * </pre>
 *
 * <p>Who carries an order out, or finds that it cannot be, writes what came of it to {@code operator-actions}.
 */
public final class DriftTopology {

    /** Application id, without prefix. */
    public static final String APPLICATION = ClientNames.DRIFT_APPLICATION;

    private DriftTopology() {}

    /** What the deciders go by. */
    public record Rules(
            DriftComparer comparer,
            ExposureRules exposure,
            Attributor attributor,
            Settling settling,
            Share maxBlockedRoutes) {

        private static final Duration REST = Duration.ofSeconds(5);

        /** How long after a reading all that it shows has been said: what waits longest for an explanation, and a little. */
        public Duration comparedAfter() {
            return settling.attributionWait().plus(REST);
        }
    }

    public static Topology of(Wiring wiring, Rules rules, MeterRegistry metrics) {
        Topology topology = new Topology(new TopologyConfig(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                APPLICATION,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "topology:0",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                true))));
        new CommandPart(metrics).addTo(topology, wiring);
        new AssemblePart(metrics).addTo(topology, wiring);
        new DriftPart(rules, metrics).addTo(topology, wiring);
        new AlertPart(metrics).addTo(topology, wiring);
        new GuardPart(rules.maxBlockedRoutes(), metrics).addTo(topology, wiring);
        new ScopePart(rules.comparedAfter(), metrics).addTo(topology, wiring);
        new AlertKeeperPart(metrics).addTo(topology, wiring);
        return topology;
    }
}
