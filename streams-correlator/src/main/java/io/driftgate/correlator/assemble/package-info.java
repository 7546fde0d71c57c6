/**
 * Reads: `state-snapshots`, `cloud-changes`, `route-bindings`, `collector-status`, `gateway-status`.
 * Does: holds snapshots to their order and count, and brings all inputs of the drift engine into one, and those of the scopes into another.
 * Writes: `entity-facts`, `scope-facts`.
 */
@NullMarked
package io.driftgate.correlator.assemble;

import org.jspecify.annotations.NullMarked;
