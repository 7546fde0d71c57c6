/**
 * Reads: request heads.
 * Does: judges the order of the checks, and that a broken one denies.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.admit;

import org.jspecify.annotations.NullMarked;
