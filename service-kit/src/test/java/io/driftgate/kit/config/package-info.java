/** Judges what people are told about their configuration, and that no secret is told. */
@NullMarked
package io.driftgate.kit.config;

import org.jspecify.annotations.NullMarked;
