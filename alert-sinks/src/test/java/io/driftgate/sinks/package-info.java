/** Judges the whole service against a real broker, a real registry and a real receiver. */
@NullMarked
package io.driftgate.sinks;

import org.jspecify.annotations.NullMarked;
