/**
 * Reads: schemas, ids and compatibility settings of a registry that speaks Confluent's REST interface, version 7.
 * Does: calls it with fail-over, retries and caches, and turns every refusal into a {@code Reason}.
 * Writes: schemas and compatibility settings, only when asked to.
 */
@NullMarked
package io.driftgate.schemas.registry;

import org.jspecify.annotations.NullMarked;
