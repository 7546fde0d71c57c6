/**
 * Reads: JSON from outside, bounded in depth; generated records.
 * Does: gives equal values equal texts.
 * Writes: canonical JSON, records as plain JSON, alerts as CloudEvents.
 */
@NullMarked
package io.driftgate.schemas.json;

import org.jspecify.annotations.NullMarked;
