/**
 * Reads: the command line.
 * Does: parses it and calls what it names.
 * Writes: answers to standard output, reasons to standard error, an exit code.
 */
@NullMarked
package io.driftgate.standalone.cli;

import org.jspecify.annotations.NullMarked;
