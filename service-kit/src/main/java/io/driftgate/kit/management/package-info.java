/**
 * Reads: a service's meters and what it says of its readiness.
 * Does: answers probes and scrapes on a port of its own.
 * Writes: HTTP answers without any secret.
 */
@NullMarked
package io.driftgate.kit.management;

import org.jspecify.annotations.NullMarked;
