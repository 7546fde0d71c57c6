/**
 * Reads: a data folder, the unpacked registry distribution, and a few settings.
 * Does: runs a one-node Kafka broker inside this JVM and a schema registry as a child process, both on loopback only.
 * Writes: the broker's log folder, the registry's database and log file, and nothing outside of them.
 */
@NullMarked
package io.driftgate.embedded;

import org.jspecify.annotations.NullMarked;
