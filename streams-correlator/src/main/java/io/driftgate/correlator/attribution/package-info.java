/**
 * Reads: what differs, between which two readings it came to differ, and the changes of that entity.
 * Does: finds the change that fits best, says what kind of actor made it, and how sure that is.
 * Writes: an attribution with its rivals.
 */
@NullMarked
package io.driftgate.correlator.attribution;

import org.jspecify.annotations.NullMarked;
