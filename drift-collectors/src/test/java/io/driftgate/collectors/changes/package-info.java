/** Judges the CloudTrail reader by records that others recorded, and by hostile ones. */
@NullMarked
package io.driftgate.collectors.changes;

import org.jspecify.annotations.NullMarked;
