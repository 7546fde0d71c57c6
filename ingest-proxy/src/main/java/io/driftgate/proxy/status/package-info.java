/**
 * Reads: the configuration, the counters and the guards in force.
 * Does: says what stands behind each route and how the gateway is.
 * Writes: route-bindings and gateway-status.
 */
@NullMarked
package io.driftgate.proxy.status;

import org.jspecify.annotations.NullMarked;
