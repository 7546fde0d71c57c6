/** Judges texts by golden files and signatures by the standard's vector. */
@NullMarked
package io.driftgate.sinks.render;

import org.jspecify.annotations.NullMarked;
