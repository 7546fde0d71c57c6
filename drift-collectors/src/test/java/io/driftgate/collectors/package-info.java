/** Judges the whole service against a real broker and a real registry. */
@NullMarked
package io.driftgate.collectors;

import org.jspecify.annotations.NullMarked;
