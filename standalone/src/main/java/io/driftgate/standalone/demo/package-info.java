/**
 * Reads: the sample world.
 * Does: plays it through the running pipeline and measures what comes of it.
 * Writes: at most 35 lines, every figure of them read back in that run.
 */
@NullMarked
package io.driftgate.standalone.demo;

import org.jspecify.annotations.NullMarked;
