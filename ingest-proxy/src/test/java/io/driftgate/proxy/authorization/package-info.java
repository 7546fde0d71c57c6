/**
 * Reads: callers and routes.
 * Does: judges who is permitted.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.authorization;

import org.jspecify.annotations.NullMarked;
