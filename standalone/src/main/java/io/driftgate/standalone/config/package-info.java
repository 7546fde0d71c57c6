/**
 * Reads: the four services' files, and the note of what runs.
 * Does: judges each as its service would, and says what is in force.
 * Writes: reports; first files for a cluster of one's own.
 */
@NullMarked
package io.driftgate.standalone.config;

import org.jspecify.annotations.NullMarked;
