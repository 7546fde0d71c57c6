/**
 * Reads: records in Confluent's wire format (a zero byte, the schema's id in 4 bytes big-endian, Avro's binary encoding).
 * Does: serializes and deserializes generated records for Kafka, resolving the writer's schema to the reader's.
 * Writes: the same format; to the registry only when {@code auto.register.schemas} says so.
 */
@NullMarked
package io.driftgate.schemas.serde;

import org.jspecify.annotations.NullMarked;
