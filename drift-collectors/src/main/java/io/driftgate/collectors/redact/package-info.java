/**
 * Reads: attributes of a resource, the state's own marks, and a digest key.
 * Does: puts keyed digests in the place of sensitive values, before anything leaves the collector.
 * Writes: attributes that hold no secret.
 */
@NullMarked
package io.driftgate.collectors.redact;

import org.jspecify.annotations.NullMarked;
