/**
 * Reads: paths and hosts that can be read in one way or in two.
 * Does: judges that only the first are let through, in one form.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.canonical;

import org.jspecify.annotations.NullMarked;
