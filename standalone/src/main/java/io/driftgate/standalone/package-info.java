/**
 * Reads: a data folder and a choice of ports.
 * Does: starts a broker, a registry and the four services in this process, and stops them in the opposite order.
 * Writes: progress, and where everything listens.
 */
@NullMarked
package io.driftgate.standalone;

import org.jspecify.annotations.NullMarked;
