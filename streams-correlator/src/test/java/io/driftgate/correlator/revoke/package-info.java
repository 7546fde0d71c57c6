/** Tests of how credentials are revoked. */
@NullMarked
package io.driftgate.correlator.revoke;

import org.jspecify.annotations.NullMarked;
