/**
 * Reads: what became of a request.
 * Does: makes one event of it and keeps it until Kafka has it.
 * Writes: access-events, and the counters that say that none was lost.
 */
@NullMarked
package io.driftgate.proxy.record;

import org.jspecify.annotations.NullMarked;
