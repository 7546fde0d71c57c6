/**
 * Reads: alerts.
 * Does: puts them into the words and bytes of a sink.
 * Writes: lines for a terminal, signed webhook requests.
 */
@NullMarked
package io.driftgate.sinks.render;

import org.jspecify.annotations.NullMarked;
