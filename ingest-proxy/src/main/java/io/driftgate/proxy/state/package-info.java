/**
 * Reads: the state folder of this instance.
 * Does: keeps the folder to one process, and each file whole.
 * Writes: signed records as they came, one file for each feedback topic.
 */
@NullMarked
package io.driftgate.proxy.state;

import org.jspecify.annotations.NullMarked;
