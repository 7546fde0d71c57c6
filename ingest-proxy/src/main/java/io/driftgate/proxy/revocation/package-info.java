/**
 * Reads: the revocations that are known.
 * Does: decides whether a credential is still good.
 * Writes: a verdict.
 */
@NullMarked
package io.driftgate.proxy.revocation;

import org.jspecify.annotations.NullMarked;
