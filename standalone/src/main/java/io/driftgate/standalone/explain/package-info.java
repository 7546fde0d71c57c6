/**
 * Reads: files as the collectors would.
 * Does: asks the collectors' own readers, without any cluster.
 * Writes: what would come of each thing in a file, and why of what would not.
 */
@NullMarked
package io.driftgate.standalone.explain;

import org.jspecify.annotations.NullMarked;
