/** Judges the data folder: who may read it, and what survives. */
@NullMarked
package io.driftgate.standalone.data;

import org.jspecify.annotations.NullMarked;
