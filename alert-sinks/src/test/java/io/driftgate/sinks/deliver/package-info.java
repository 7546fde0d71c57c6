/** Judges retries, outcomes and counters with a manual clock and sinks of straw. */
@NullMarked
package io.driftgate.sinks.deliver;

import org.jspecify.annotations.NullMarked;
