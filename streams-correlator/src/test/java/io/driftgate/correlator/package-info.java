/** Tests of the whole service, over a real broker and registry. */
@NullMarked
package io.driftgate.correlator;

import org.jspecify.annotations.NullMarked;
