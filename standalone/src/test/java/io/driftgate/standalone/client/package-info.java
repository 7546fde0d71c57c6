/** Judges what people are shown, and that foreign text stays harmless. */
@NullMarked
package io.driftgate.standalone.client;

import org.jspecify.annotations.NullMarked;
