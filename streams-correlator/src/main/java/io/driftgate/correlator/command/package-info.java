/**
 * Reads: orders of authenticated persons, and `operator-commands` as they come back.
 * Does: holds an order to its form, signs it, takes each once and no forged one, and says to whom it goes.
 * Writes: `operator-commands`, and what of it goes to `entity-facts`, `route-facts`, `scope-facts`, `operator-actions`.
 */
@NullMarked
package io.driftgate.correlator.command;

import org.jspecify.annotations.NullMarked;
