/** Judges what a sink still has to hear. */
@NullMarked
package io.driftgate.sinks.dedupe;

import org.jspecify.annotations.NullMarked;
