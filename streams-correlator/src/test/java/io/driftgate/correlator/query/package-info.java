/** Asks the operator API over real HTTP, as friends and as strangers do. */
@NullMarked
package io.driftgate.correlator.query;

import org.jspecify.annotations.NullMarked;
