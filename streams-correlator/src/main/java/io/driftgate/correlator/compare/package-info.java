/**
 * Reads: the attributes of one resource as declared and as live.
 * Does: compares them by meaning, as the Terraform provider would: sets, policies, empty values, digests.
 * Writes: differences by path, and the paths that cannot be compared.
 */
@NullMarked
package io.driftgate.correlator.compare;

import org.jspecify.annotations.NullMarked;
