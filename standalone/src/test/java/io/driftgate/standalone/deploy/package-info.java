/** Judges the steps around a deployment: its secrets, its files, what is prepared. */
@NullMarked
package io.driftgate.standalone.deploy;

import org.jspecify.annotations.NullMarked;
