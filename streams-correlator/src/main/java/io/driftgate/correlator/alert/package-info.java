/**
 * Reads: drift records that have settled, and the alert that was told before.
 * Does: says in plain words what happened, who did it, what it means; one fingerprint per cause.
 * Writes: the next version of the alert, or nothing when nothing is new.
 */
@NullMarked
package io.driftgate.correlator.alert;

import org.jspecify.annotations.NullMarked;
