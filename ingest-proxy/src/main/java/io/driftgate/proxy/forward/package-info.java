/**
 * Reads: an admitted request.
 * Does: carries it to its upstream and the answer back, without what is only for one hop or could be believed wrongly.
 * Writes: the upstream's answer, or a refusal with 502, 503 or 504.
 */
@NullMarked
package io.driftgate.proxy.forward;

import org.jspecify.annotations.NullMarked;
