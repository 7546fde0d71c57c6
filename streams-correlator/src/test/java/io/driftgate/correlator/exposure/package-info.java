/** Judges the exposure rules by their own cases, and the reading of rules by broken ones. */
@NullMarked
package io.driftgate.correlator.exposure;

import org.jspecify.annotations.NullMarked;
