/**
 * Reads: CloudTrail records in whatever envelope they travel.
 * Does: unwraps them, leaves out with a reason what changes nothing, names the entities and who touched them.
 * Writes: cloud changes, one per entity.
 */
@NullMarked
package io.driftgate.collectors.changes;

import org.jspecify.annotations.NullMarked;
