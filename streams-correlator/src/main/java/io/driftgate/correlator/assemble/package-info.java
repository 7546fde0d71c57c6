/**
 * Reads: `state-snapshots`, `cloud-changes`, `route-bindings`.
 * Does: holds snapshots to their order and count, and brings all inputs of the drift engine into one.
 * Writes: `entity-facts`.
 */
@NullMarked
package io.driftgate.correlator.assemble;

import org.jspecify.annotations.NullMarked;
