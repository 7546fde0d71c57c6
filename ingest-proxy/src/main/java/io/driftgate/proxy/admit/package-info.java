/**
 * Reads: a request's head.
 * Does: puts the deciders in order: edge, identity, authorization, guard.
 * Writes: one admission or one refusal, with all that is to be recorded.
 */
@NullMarked
package io.driftgate.proxy.admit;

import org.jspecify.annotations.NullMarked;
