/** Shows which records of `alerts` a sink may hear of. */
@NullMarked
package io.driftgate.sinks.trust;

import org.jspecify.annotations.NullMarked;
