/**
 * Reads: what careless, unlucky and hostile people put before the services, each a real process.
 * Does: judges that nothing is lost, nothing opens, and all goes on by itself.
 * Writes: broken files, poison records, full disks; nothing outside of temporary folders.
 */
@NullMarked
package io.driftgate.standalone.faults;

import org.jspecify.annotations.NullMarked;
