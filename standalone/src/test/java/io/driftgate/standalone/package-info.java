/** Judges the ports and the configuration files that a trial begins with, and the rules of the house. */
@NullMarked
package io.driftgate.standalone;

import org.jspecify.annotations.NullMarked;
