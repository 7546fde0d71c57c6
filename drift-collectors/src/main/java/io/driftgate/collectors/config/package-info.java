/**
 * Reads: collectors.yaml.
 * Does: says which sources there are, and what holds across them.
 * Writes: one tree of records.
 */
@NullMarked
package io.driftgate.collectors.config;

import org.jspecify.annotations.NullMarked;
