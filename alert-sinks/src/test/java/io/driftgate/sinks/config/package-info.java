/** Judges what alerts.yaml may hold. */
@NullMarked
package io.driftgate.sinks.config;

import org.jspecify.annotations.NullMarked;
