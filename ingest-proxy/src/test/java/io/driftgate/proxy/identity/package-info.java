/**
 * Reads: Authorization headers and tokens.
 * Does: judges who is recognised.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.identity;

import org.jspecify.annotations.NullMarked;
