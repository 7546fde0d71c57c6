/**
 * Reads: the Authorization header and the issuers of a route.
 * Does: finds out who calls.
 * Writes: a caller, or a refusal with 401.
 */
@NullMarked
package io.driftgate.proxy.identity;

import org.jspecify.annotations.NullMarked;
