/**
 * Reads: `state-snapshots`, `cloud-changes`, `route-bindings`, `collector-status`, `gateway-status`, `entity-facts`,
 * `route-facts`, `scope-facts`.
 * Does: wires the deciders into one Kafka Streams topology and keeps their memory in its stores.
 * Writes: `entity-facts`, `route-facts`, `scope-facts`, `drift`, `alerts`, `alerts-json`, `route-guards`, `operator-actions`,
 * dead letters.
 */
@NullMarked
package io.driftgate.correlator.topology;

import org.jspecify.annotations.NullMarked;
