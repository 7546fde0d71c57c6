/** Tests of snapshots becoming facts. */
@NullMarked
package io.driftgate.correlator.assemble;

import org.jspecify.annotations.NullMarked;
