/**
 * Reads: refusals.
 * Does: judges what callers are told.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.refusal;

import org.jspecify.annotations.NullMarked;
