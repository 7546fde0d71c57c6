/**
 * Reads: what Terraform, a live resource or a cloud event says of itself.
 * Does: names entities, resources, scopes, principals and short ids in one grammar, so that the three meet.
 * Writes: the texts that are keys of topics.
 */
@NullMarked
package io.driftgate.schemas.identity;

import org.jspecify.annotations.NullMarked;
