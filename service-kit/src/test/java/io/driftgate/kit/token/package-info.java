/** Judges token verification by forged tokens and by the examples of RFC 7520. */
@NullMarked
package io.driftgate.kit.token;

import org.jspecify.annotations.NullMarked;
