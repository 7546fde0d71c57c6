/** Judges what is told of a source, and in which order. */
@NullMarked
package io.driftgate.collectors.publish;

import org.jspecify.annotations.NullMarked;
