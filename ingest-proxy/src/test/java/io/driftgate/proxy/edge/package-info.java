/**
 * Reads: routes and request heads.
 * Does: judges which route wins, and that none wins by a detour.
 * Writes: nothing; it fails.
 */
@NullMarked
package io.driftgate.proxy.edge;

import org.jspecify.annotations.NullMarked;
