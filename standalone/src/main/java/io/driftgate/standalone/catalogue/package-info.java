/**
 * Reads: the topic catalogue, and what a cluster has of it.
 * Does: makes topics and registers schemas for a deployment, or tells what is not as the catalogue says.
 * Writes: topics, subjects and their compatibility; one entry for each.
 */
@NullMarked
package io.driftgate.standalone.catalogue;

import org.jspecify.annotations.NullMarked;
