/**
 * Reads: a topic prefix and a Kafka admin client.
 * Does: names every topic with its key, value, partitions, clean-up, retention, writers and readers.
 * Writes: the topics that are missing.
 */
@NullMarked
package io.driftgate.schemas.topic;

import org.jspecify.annotations.NullMarked;
