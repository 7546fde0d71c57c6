/** Judges correlator.yaml: the design's example is taken, and what cannot be is told by path. */
@NullMarked
package io.driftgate.correlator.config;

import org.jspecify.annotations.NullMarked;
