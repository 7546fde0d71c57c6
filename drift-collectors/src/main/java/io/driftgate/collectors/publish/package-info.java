/**
 * Reads: what the readers found.
 * Does: puts it on topics in order, and waits until Kafka has it.
 * Writes: snapshot records, changes and the state of scopes.
 */
@NullMarked
package io.driftgate.collectors.publish;

import org.jspecify.annotations.NullMarked;
