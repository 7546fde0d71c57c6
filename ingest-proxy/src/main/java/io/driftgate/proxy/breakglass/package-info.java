/**
 * Reads: what operators ask of this one gateway, and the guards.
 * Does: opens a guarded route for a while, in the name of a person.
 * Writes: passages that say so, conditions for the status, and log lines.
 */
@NullMarked
package io.driftgate.proxy.breakglass;

import org.jspecify.annotations.NullMarked;
