/**
 * Reads: text that somebody else wrote.
 * Does: makes it safe to show.
 * Writes: text of one line.
 */
@NullMarked
package io.driftgate.kit.text;

import org.jspecify.annotations.NullMarked;
