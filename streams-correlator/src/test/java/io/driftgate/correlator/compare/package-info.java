/** Judges the comparison by Terraform's own verdicts, by tables, and by generated resources. */
@NullMarked
package io.driftgate.correlator.compare;

import org.jspecify.annotations.NullMarked;
