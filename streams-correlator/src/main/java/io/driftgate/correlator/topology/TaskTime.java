package io.driftgate.correlator.topology;

import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it is for a task: that of its newest record, so that no timer runs ahead of a backlog; the clock's, once a whole
 * tick went by without a record.
 */
final class TaskTime {

    private final InstantSource clock;
    private long newest;
    private boolean idle;

    TaskTime(InstantSource clock) {
        this.clock = clock;
    }

    /** A record was appended then, ms of the epoch. */
    void record(long appended) {
        newest = Math.max(newest, appended);
        idle = false;
    }

    /** A tick. */
    Instant tick() {
        Instant now = idle ? clock.instant() : Instant.ofEpochMilli(newest);
        idle = true;
        return now;
    }
}
