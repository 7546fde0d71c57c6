/**
 * Reads: this machine, a data folder, configuration files, a cluster.
 * Does: looks for the usual causes of trouble, and changes nothing.
 * Writes: findings, each with what to do.
 */
@NullMarked
package io.driftgate.standalone.doctor;

import org.jspecify.annotations.NullMarked;
