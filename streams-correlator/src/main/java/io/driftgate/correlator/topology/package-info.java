/**
 * Reads: the topics of collectors, proxies and operators, and the correlator's own facts.
 * Does: wires the deciders into one Kafka Streams topology and keeps their memory in its stores.
 * Writes: facts, `drift`, `alerts`, `alerts-json`, `route-guards`, `revocations`, `operator-actions`, dead letters.
 */
@NullMarked
package io.driftgate.correlator.topology;

import org.jspecify.annotations.NullMarked;
