/** Tests of text that is shown. */
@NullMarked
package io.driftgate.kit.text;

import org.jspecify.annotations.NullMarked;
