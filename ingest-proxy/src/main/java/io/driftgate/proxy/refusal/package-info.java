/**
 * Reads: the reason for which a stage turns a request down.
 * Does: puts it into a problem document (RFC 9457).
 * Writes: status, headers and body of the answer.
 */
@NullMarked
package io.driftgate.proxy.refusal;

import org.jspecify.annotations.NullMarked;
