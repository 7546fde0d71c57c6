/**
 * Reads: a YAML file and the environment.
 * Does: binds them to one tree of records per service, and finds all problems at once.
 * Writes: the effective configuration, redacted.
 */
@NullMarked
package io.driftgate.kit.config;

import org.jspecify.annotations.NullMarked;
