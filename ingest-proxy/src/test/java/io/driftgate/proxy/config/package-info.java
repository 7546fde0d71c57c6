/**
 * Reads: gateway.yaml, right and wrong.
 * Does: judges what people are told, and that nothing stands open by omission.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.config;

import org.jspecify.annotations.NullMarked;
