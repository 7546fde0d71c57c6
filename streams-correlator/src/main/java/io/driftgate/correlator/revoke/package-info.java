/**
 * Reads: orders that revoke a credential.
 * Does: decides what every proxy must know of a credential that is no longer good.
 * Writes: `revocations`.
 */
@NullMarked
package io.driftgate.correlator.revoke;

import org.jspecify.annotations.NullMarked;
