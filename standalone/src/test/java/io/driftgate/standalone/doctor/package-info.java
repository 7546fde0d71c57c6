/** Judges what the doctor finds. */
@NullMarked
package io.driftgate.standalone.doctor;

import org.jspecify.annotations.NullMarked;
