/**
 * Reads: state folders, whole, cut off, and taken.
 * Does: judges that what was written is read again, and anything else refused.
 * Writes: files in folders of its own.
 */
@NullMarked
package io.driftgate.proxy.state;

import org.jspecify.annotations.NullMarked;
