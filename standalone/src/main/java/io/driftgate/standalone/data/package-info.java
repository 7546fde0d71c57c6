/**
 * Reads: the name of a folder.
 * Does: gives it its layout, its keys and, where they are missing, the four configuration files.
 * Writes: files that people may edit, keys for the owner alone, a note of what runs.
 */
@NullMarked
package io.driftgate.standalone.data;

import org.jspecify.annotations.NullMarked;
