/** Tests of what routes do about drift. */
@NullMarked
package io.driftgate.correlator.guard;

import org.jspecify.annotations.NullMarked;
