/**
 * Reads: JSON from outside, bounded in depth.
 * Does: gives equal values equal texts.
 * Writes: canonical JSON.
 */
@NullMarked
package io.driftgate.schemas.json;

import org.jspecify.annotations.NullMarked;
