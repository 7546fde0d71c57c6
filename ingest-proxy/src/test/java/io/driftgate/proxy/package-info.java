/**
 * Reads: the whole gateway, with a real broker, a real registry and a real upstream.
 * Does: sends it requests as callers and as attackers would, and route guards as the correlator does.
 * Writes: what it must answer, forward and record.
 */
@NullMarked
package io.driftgate.proxy;

import org.jspecify.annotations.NullMarked;
