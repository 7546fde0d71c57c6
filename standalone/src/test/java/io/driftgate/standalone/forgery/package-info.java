/**
 * Reads: the four services, all up, over a broker that lets everybody write.
 * Does: writes in the correlator's name to every feedback topic.
 * Writes: nothing that anybody acts on.
 */
@NullMarked
package io.driftgate.standalone.forgery;

import org.jspecify.annotations.NullMarked;
