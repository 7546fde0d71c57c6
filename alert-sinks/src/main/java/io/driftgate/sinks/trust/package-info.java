/**
 * Reads: what stands on `alerts`, whoever wrote it.
 * Does: lets through what the correlator signed and has not said something newer than since.
 * Writes: alerts, and why the others are none.
 */
@NullMarked
package io.driftgate.sinks.trust;

import org.jspecify.annotations.NullMarked;
