/** Judges the demo: its world, its screen, and the story on real parts. */
@NullMarked
package io.driftgate.standalone.demo;

import org.jspecify.annotations.NullMarked;
