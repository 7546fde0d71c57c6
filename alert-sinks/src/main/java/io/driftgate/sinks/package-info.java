/**
 * Reads: alerts.yaml, the topics alerts and alert-deliveries.
 * Does: wires one worker per sink, in the order the data flows.
 * Writes: to people and machines; alert-deliveries, dead letters.
 */
@NullMarked
package io.driftgate.sinks;

import org.jspecify.annotations.NullMarked;
