/**
 * Reads: alerts and what came of earlier ones.
 * Does: tells what a sink still has to hear from what it has heard.
 * Writes: a verdict per alert.
 */
@NullMarked
package io.driftgate.sinks.dedupe;

import org.jspecify.annotations.NullMarked;
