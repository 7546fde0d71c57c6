/** Judges the service kit against a real broker, a real registry and real HTTP. */
@NullMarked
package io.driftgate.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
