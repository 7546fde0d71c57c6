/**
 * Reads: route-guards.
 * Does: keeps the latest guard of each route and decides what it means for a request.
 * Writes: a passage, or a refusal with 503.
 */
@NullMarked
package io.driftgate.proxy.guard;

import org.jspecify.annotations.NullMarked;
