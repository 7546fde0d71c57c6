/**
 * Reads: the guards that are in force.
 * Does: decides what the guard of a route means for a request.
 * Writes: a passage, or a refusal with 503.
 */
@NullMarked
package io.driftgate.proxy.guard;

import org.jspecify.annotations.NullMarked;
