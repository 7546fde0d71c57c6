/**
 * Reads: a caller's scopes and those that a route asks for.
 * Does: compares them.
 * Writes: a permission, or a refusal with 403.
 */
@NullMarked
package io.driftgate.proxy.authorization;

import org.jspecify.annotations.NullMarked;
