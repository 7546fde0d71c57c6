/**
 * Reads: one difference between declared and live state, and rules from data files.
 * Does: says how bad it is, by CEL rules that come with Driftgate or with its users.
 * Writes: a grade: severity, rule, technique, one sentence.
 */
@NullMarked
package io.driftgate.correlator.exposure;

import org.jspecify.annotations.NullMarked;
