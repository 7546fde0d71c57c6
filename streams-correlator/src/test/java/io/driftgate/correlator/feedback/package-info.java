/** Reads: records as a forger would write them. Does: shows that none counts and that ours come back. Writes: nothing. */
@NullMarked
package io.driftgate.correlator.feedback;

import org.jspecify.annotations.NullMarked;
