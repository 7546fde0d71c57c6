/**
 * Reads: `correlator.yaml`; snapshots, changes, bindings and statuses from Kafka.
 * Does: runs the drift application and answers operators from its state.
 * Writes: `drift`, `alerts`, `route-guards` and the facts between; HTTP answers.
 */
@NullMarked
package io.driftgate.correlator;

import org.jspecify.annotations.NullMarked;
