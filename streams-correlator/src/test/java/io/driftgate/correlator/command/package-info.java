/** Tests of how persons' orders come in. */
@NullMarked
package io.driftgate.correlator.command;

import org.jspecify.annotations.NullMarked;
