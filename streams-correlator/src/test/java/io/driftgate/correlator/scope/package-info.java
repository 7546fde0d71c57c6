/**
 * Reads: nothing.
 * Does: holds scopes to what they said and when.
 * Writes: nothing.
 */
@NullMarked
package io.driftgate.correlator.scope;

import org.jspecify.annotations.NullMarked;
