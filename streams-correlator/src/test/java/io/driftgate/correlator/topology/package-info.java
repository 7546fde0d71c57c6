/** Tests of the wiring, and of the engine over the stores it runs on. */
@NullMarked
package io.driftgate.correlator.topology;

import org.jspecify.annotations.NullMarked;
