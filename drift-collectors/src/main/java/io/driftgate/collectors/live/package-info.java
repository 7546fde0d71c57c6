/**
 * Reads: a live-state file, one JSON object per resource.
 * Does: finds what changed since the last reading.
 * Writes: live resources, for a snapshot or as targeted re-reads.
 */
@NullMarked
package io.driftgate.collectors.live;

import org.jspecify.annotations.NullMarked;
