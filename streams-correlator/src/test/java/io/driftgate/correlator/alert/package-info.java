/** Judges what people are told by tables, by hostile text, and by what must hold over any sequence of drift records. */
@NullMarked
package io.driftgate.correlator.alert;

import org.jspecify.annotations.NullMarked;
