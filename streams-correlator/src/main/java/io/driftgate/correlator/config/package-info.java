/**
 * Reads: correlator.yaml.
 * Does: says what the correlator needs to know, and what holds across it.
 * Writes: one tree of records.
 */
@NullMarked
package io.driftgate.correlator.config;

import org.jspecify.annotations.NullMarked;
