/** Judges the configuration's checks by files as people write them. */
@NullMarked
package io.driftgate.collectors.config;

import org.jspecify.annotations.NullMarked;
