/**
 * Reads: guards of every kind, known and unknown bindings.
 * Does: judges that nothing passes but under a guard that permits it.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.guard;

import org.jspecify.annotations.NullMarked;
