/**
 * Reads: the arguments of a service's process.
 * Does: starts its parts in order and stops them in the opposite one.
 * Writes: an exit code.
 */
@NullMarked
package io.driftgate.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
