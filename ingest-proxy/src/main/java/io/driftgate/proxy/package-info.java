/**
 * Reads: gateway.yaml, the requests of callers, and route guards.
 * Does: builds the gateway from its configuration and stops it in the opposite order.
 * Writes: answers, access events, route bindings and the gateway's status.
 */
@NullMarked
package io.driftgate.proxy;

import org.jspecify.annotations.NullMarked;
