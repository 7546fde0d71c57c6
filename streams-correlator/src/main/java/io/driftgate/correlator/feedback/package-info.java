/**
 * Reads: what stands on the topics whose readers act on it, `route-guards`, `alerts`, `revocations`, `operator-commands`.
 * Does: tells the correlator's own records from forged, replayed and erased ones, and decides what to put back.
 * Writes: what to publish again, and alerts about the attempts.
 */
@NullMarked
package io.driftgate.correlator.feedback;

import org.jspecify.annotations.NullMarked;
