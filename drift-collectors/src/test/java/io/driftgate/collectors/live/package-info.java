/** Judges what is told of a source, and in which order. */
@NullMarked
package io.driftgate.collectors.live;

import org.jspecify.annotations.NullMarked;
