/**
 * Reads: collectors.yaml, the sources that it names, operator-commands.
 * Does: wires readers to Camel's timers and file drops, in the order the data flows.
 * Writes: state-snapshots, cloud-changes, collector-status, dead letters.
 */
@NullMarked
package io.driftgate.collectors;

import org.jspecify.annotations.NullMarked;
