/** Judges the readers by states that others recorded, and by hostile ones. */
@NullMarked
package io.driftgate.collectors.declared;

import org.jspecify.annotations.NullMarked;
