/**
 * Reads: records of route-guards in every order.
 * Does: judges that nothing opens but a guard of a higher version.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.guard;

import org.jspecify.annotations.NullMarked;
