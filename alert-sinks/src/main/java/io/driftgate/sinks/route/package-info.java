/**
 * Reads: alerts and the routing of alerts.yaml.
 * Does: chooses the sinks of an alert.
 * Writes: names of sinks.
 */
@NullMarked
package io.driftgate.sinks.route;

import org.jspecify.annotations.NullMarked;
