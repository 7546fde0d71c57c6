/** Judges who is blamed: by tables, by what CloudTrail records, and by changes in every order. */
@NullMarked
package io.driftgate.correlator.attribution;

import org.jspecify.annotations.NullMarked;
