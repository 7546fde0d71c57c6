/**
 * Reads: the correlator's API and the alerts' topic.
 * Does: asks, follows, and makes foreign text harmless.
 * Writes: text for people, JSON for programs.
 */
@NullMarked
package io.driftgate.standalone.client;

import org.jspecify.annotations.NullMarked;
