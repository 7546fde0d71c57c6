/**
 * Reads: `entity-facts`, everything the drift engine has to know, in one order.
 * Does: joins declared and live state per resource, finds who changed it, lets it settle, decides how it ends.
 * Writes: `drift`, `route-facts`, `alerts`, `alerts-json`.
 */
@NullMarked
package io.driftgate.correlator.drift;

import org.jspecify.annotations.NullMarked;
