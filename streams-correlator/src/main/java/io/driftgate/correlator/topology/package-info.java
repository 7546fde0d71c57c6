/**
 * Reads: `state-snapshots`, `cloud-changes`, `route-bindings`, `collector-status`, `entity-facts`, `route-facts`.
 * Does: wires the deciders into one Kafka Streams topology and keeps their memory in its stores.
 * Writes: `entity-facts`, `route-facts`, `drift`, `alerts`, `alerts-json`, `route-guards`, dead letters.
 */
@NullMarked
package io.driftgate.correlator.topology;

import org.jspecify.annotations.NullMarked;
