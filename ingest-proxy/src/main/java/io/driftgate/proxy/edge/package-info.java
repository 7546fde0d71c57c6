/**
 * Reads: method, host and path of a request, as they came.
 * Does: makes the path canonical and finds the one route that it is for.
 * Writes: the route, or a refusal with 400, 404 or 405.
 */
@NullMarked
package io.driftgate.proxy.edge;

import org.jspecify.annotations.NullMarked;
