/** Judges the readers by states that others recorded, and by hostile ones. */
@NullMarked
package io.driftgate.collectors.redact;

import org.jspecify.annotations.NullMarked;
