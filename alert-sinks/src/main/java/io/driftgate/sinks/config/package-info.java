/**
 * Reads: alerts.yaml.
 * Does: says what it may hold and what does not fit together.
 * Writes: one record tree.
 */
@NullMarked
package io.driftgate.sinks.config;

import org.jspecify.annotations.NullMarked;
