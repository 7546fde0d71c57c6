/**
 * Reads: key files, records of the feedback topics.
 * Does: signs what the correlator writes there, and tells its records from all others.
 * Writes: the header {@code driftgate-signature}; a value that may be trusted, or why it may not.
 */
@NullMarked
package io.driftgate.kit.signing;

import org.jspecify.annotations.NullMarked;
