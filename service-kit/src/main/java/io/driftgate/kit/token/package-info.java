/**
 * Reads: bearer tokens and the keys of those who issue them.
 * Does: verifies tokens against pinned algorithms, or says why not; issues tokens for one machine.
 * Writes: claims, or a refusal without any part of the token.
 */
@NullMarked
package io.driftgate.kit.token;

import org.jspecify.annotations.NullMarked;
