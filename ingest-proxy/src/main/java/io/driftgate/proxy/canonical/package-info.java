/**
 * Reads: a host and a path, as they came.
 * Does: gives them the one form in which they are checked and forwarded.
 * Writes: that form, or why there is none.
 */
@NullMarked
package io.driftgate.proxy.canonical;

import org.jspecify.annotations.NullMarked;
