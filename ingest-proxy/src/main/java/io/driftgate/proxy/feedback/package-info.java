/**
 * Reads: a feedback topic, and what this instance kept of it.
 * Does: believes what the correlator signed, as long as its version rises; counts and drops everything else.
 * Writes: the latest value of each key, to memory and to the state folder, and conditions for the status.
 */
@NullMarked
package io.driftgate.proxy.feedback;

import org.jspecify.annotations.NullMarked;
