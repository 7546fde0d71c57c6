/**
 * Reads: configurations that differ in one thing.
 * Does: judges that bindings tell exactly what a guard is decided on.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.status;

import org.jspecify.annotations.NullMarked;
