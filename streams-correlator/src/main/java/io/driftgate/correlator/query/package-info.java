/**
 * Reads: operators' requests, and the state that the correlator's stores hold.
 * Does: lets in who shows a token with the scope for it, answers what is known, and what is not, and passes orders on.
 * Writes: JSON over HTTP: pages of records, problem documents (RFC 9457).
 */
@NullMarked
package io.driftgate.correlator.query;

import org.jspecify.annotations.NullMarked;
