/**
 * Reads: genuine, forged, old, changed and erased records in every order, and what was kept of them.
 * Does: judges that nothing goes back behind what the correlator signed last.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.feedback;

import org.jspecify.annotations.NullMarked;
