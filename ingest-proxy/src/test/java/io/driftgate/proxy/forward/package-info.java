/**
 * Reads: headers and failures.
 * Does: judges what crosses the gateway.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.forward;

import org.jspecify.annotations.NullMarked;
