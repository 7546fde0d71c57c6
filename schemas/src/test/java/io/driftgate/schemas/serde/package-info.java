/**
 * Reads: bytes in the wire format, written by hand, by ours, or by plain Avro.
 * Does: proves the serdes against a registry over real HTTP, and against hostile bytes.
 * Writes: records to topics with a prefix of the test's own.
 */
@NullMarked
package io.driftgate.schemas.serde;

import org.jspecify.annotations.NullMarked;
