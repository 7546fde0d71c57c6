/**
 * Reads: the volumes and the configuration of a deployment in containers.
 * Does: makes its secrets, prepares Kafka and the registry, plays the sample world.
 * Writes: a file of secrets for each container, Kafka's users and topics, schemas, the collectors' sources.
 */
@NullMarked
package io.driftgate.standalone.deploy;

import org.jspecify.annotations.NullMarked;
