/**
 * Reads: a Terraform state, format version 4.
 * Does: names every managed resource instance by its key and its address.
 * Writes: declared resources, or the reason why the state cannot be used.
 */
@NullMarked
package io.driftgate.collectors.declared;

import org.jspecify.annotations.NullMarked;
