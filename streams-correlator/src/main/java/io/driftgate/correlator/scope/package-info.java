/**
 * Reads: `scope-facts`.
 * Does: keeps how each scope and gateway stands, and tells who is watched, who fails and who is silent.
 * Writes: reports for the operator API; what alerts are made of.
 */
@NullMarked
package io.driftgate.correlator.scope;

import org.jspecify.annotations.NullMarked;
