/**
 * Reads: orders of operators, good and bad.
 * Does: judges that glass is broken only by a person, for one route, for a while, and says so.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.breakglass;

import org.jspecify.annotations.NullMarked;
