/** Judges the command line by what it prints and what it ends with. */
@NullMarked
package io.driftgate.standalone.cli;

import org.jspecify.annotations.NullMarked;
