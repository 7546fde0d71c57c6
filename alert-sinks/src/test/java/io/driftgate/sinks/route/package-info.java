/** Judges the choice of sinks by tables. */
@NullMarked
package io.driftgate.sinks.route;

import org.jspecify.annotations.NullMarked;
