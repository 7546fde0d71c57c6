/**
 * Reads: keys and a signature that OpenSSL made.
 * Does: tries what may be trusted, and what may not.
 * Writes: nothing.
 */
@NullMarked
package io.driftgate.kit.signing;

import org.jspecify.annotations.NullMarked;
