package io.driftgate.sinks.dedupe;

import java.util.Comparator;

/** How far a sink is with one fingerprint: an episode and a revision within it. Both only rise. */
record Mark(long episode, long revision) implements Comparable<Mark> {

    private static final Comparator<Mark> ORDER =
            Comparator.comparingLong(Mark::episode).thenComparingLong(Mark::revision);

    @Override
    public int compareTo(Mark other) {
        return ORDER.compare(this, other);
    }
}
