/**
 * Reads: the topics alerts and alert-deliveries.
 * Does: takes alerts to sinks, tries again, and remembers what came of it.
 * Writes: to sinks; alert-deliveries, dead letters, committed offsets.
 */
@NullMarked
package io.driftgate.sinks.deliver;

import org.jspecify.annotations.NullMarked;
