/**
 * Reads: `route-facts`.
 * Does: decides per route what its proxies must do about the strongest open drift behind it.
 * Writes: `route-guards`.
 */
@NullMarked
package io.driftgate.correlator.guard;

import org.jspecify.annotations.NullMarked;
