/**
 * Reads: what the client and serdes under test send.
 * Does: plays a registry, well-behaved or broken as a test wants it, over real HTTP.
 * Writes: scripted answers.
 */
@NullMarked
package io.driftgate.schemas.registry;

import org.jspecify.annotations.NullMarked;
