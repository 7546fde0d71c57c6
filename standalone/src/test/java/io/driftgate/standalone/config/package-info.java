/** Judges what is said of configuration files. */
@NullMarked
package io.driftgate.standalone.config;

import org.jspecify.annotations.NullMarked;
