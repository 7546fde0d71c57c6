/**
 * Reads: the kafka, schema_registry and topics sections of a configuration.
 * Does: makes clients that lose nothing and read only what is committed, and prepares topics with their schemas.
 * Writes: topics, subjects, dead letters.
 */
@NullMarked
package io.driftgate.kit.kafka;

import org.jspecify.annotations.NullMarked;
