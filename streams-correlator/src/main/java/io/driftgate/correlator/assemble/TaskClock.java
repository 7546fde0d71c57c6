package io.driftgate.correlator.assemble;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What time it is for one task. While records come, the time is that of the newest, so that no timer runs ahead of a backlog;
 * when none came for two seconds, it is the clock.
 *
 * <p>Whether somebody is silent can only be told by who could have heard it. A task that has just begun, or stood still,
 * first listens for as long as silence may last; and one that reads what was written a while ago does not judge by it, because
 * compaction has taken the heartbeats in between. One thread.
 */
public final class TaskClock {

    private static final int QUIET_TICKS = 2;
    /** Longer between two ticks than this, and the task stood still. */
    private static final Duration STOOD = Duration.ofSeconds(5);
    /** Records that are older than this come from a backlog. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    private final Duration listens;
    private Instant newest = Instant.EPOCH;
    private Instant ticked = Instant.EPOCH;
    private Instant listensUntil = Instant.MAX;
    private int quiet;

    /** @param listens for how long it must hear before it may call anybody silent */
    public TaskClock(Duration listens) {
        this.listens = listens;
    }

    /** A record came. */
    public void heard(Instant appended) {
        quiet = 0;
        newest = appended.isAfter(newest) ? appended : newest;
    }

    /**
     * A second has passed.
     *
     * @param now the clock
     * @return what time it is; nothing while that is not known
     */
    public Optional<Instant> tick(Instant now) {
        if (Duration.between(ticked, now).compareTo(STOOD) > 0) {
            listensUntil = now.plus(listens);
        }
        ticked = now;
        quiet++;
        Instant time = time();
        return time.isAfter(Instant.EPOCH) ? Optional.of(time) : Optional.empty();
    }

    /** Whether, at the last tick, who was not heard could be called silent. */
    public boolean judgesSilence() {
        return !ticked.isBefore(listensUntil)
                && Duration.between(time(), ticked).compareTo(BEHIND) <= 0;
    }

    private Instant time() {
        return quiet > QUIET_TICKS ? ticked : newest;
    }
}
