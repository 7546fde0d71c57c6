/**
 * Reads: requests that ended, and a Kafka that does not take them.
 * Does: judges that none is lost and nothing private is kept.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.record;

import org.jspecify.annotations.NullMarked;
