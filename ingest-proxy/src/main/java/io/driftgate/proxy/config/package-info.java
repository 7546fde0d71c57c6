/**
 * Reads: gateway.yaml.
 * Does: binds it to one tree of records and refuses what names nothing, what is ambiguous and what would stand open.
 * Writes: the routes, policies and upstreams that are in force.
 */
@NullMarked
package io.driftgate.proxy.config;

import org.jspecify.annotations.NullMarked;
