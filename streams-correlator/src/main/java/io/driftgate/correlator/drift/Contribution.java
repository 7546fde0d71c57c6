package io.driftgate.correlator.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one scope says of one resource: its readings, oldest first, neighbours that say the same folded into one run. The
 * newest {@code read_at} counts. Older ones are kept, at most {@value #MOST_READINGS} runs, because they tell between which
 * readings a change happened, whatever order they came in.
 *
 * @param seenIn id of the snapshot that reported it last; empty when only re-reads did
 * @param retiredAt when the scope was retired, append time, ms of the epoch; 0 while it is not. What it said counts no longer
 *     and is kept all the same: a route may mean the resource by the name that it had there
 */
public record Contribution(String scope, String resourceKey, String seenIn, List<Reading> readings, long retiredAt) {

    static final int MOST_READINGS = 8;
    static final String DECLARED = "declared:";

    /** Of two readings of one instant, what is there goes before what is not: nothing is lost by looking again. */
    private static final Comparator<Reading> IN_TIME = Comparator.comparingLong(Reading::last)
            .thenComparing(reading ->
                    reading.described() == null ? "" : reading.described().digest());

    public Contribution {
        readings = List.copyOf(readings);
    }

    static Contribution empty(String scope, String resourceKey) {
        return new Contribution(scope, resourceKey, "", List.of(), 0);
    }

    /** With one more reading. A duplicate changes nothing. */
    Contribution with(Reading reading) {
        List<Reading> parts = new ArrayList<>();
        for (Reading run : readings) {
            boolean splits = !run.same(reading) && run.first() < reading.first() && reading.first() < run.last();
            if (splits) {
                parts.add(new Reading(run.first(), run.first(), run.appended(), run.described(), run.swept()));
                parts.add(new Reading(run.last(), run.last(), run.appended(), run.described(), run.swept()));
            } else {
                parts.add(run);
            }
        }
        parts.add(reading);
        parts.sort(IN_TIME);
        List<Reading> folded = new ArrayList<>();
        for (Reading part : parts) {
            if (!folded.isEmpty() && folded.getLast().same(part)) {
                folded.set(folded.size() - 1, folded.getLast().joined(part));
            } else {
                folded.add(part);
            }
        }
        int from = Math.max(0, folded.size() - MOST_READINGS);
        return new Contribution(scope, resourceKey, seenIn, folded.subList(from, folded.size()), retiredAt);
    }

    Contribution seenIn(String snapshotId) {
        return new Contribution(scope, resourceKey, snapshotId, readings, retiredAt);
    }

    Contribution retired(long at) {
        return new Contribution(scope, resourceKey, seenIn, readings, at);
    }

    boolean isRetired() {
        return retiredAt != 0;
    }

    /** Whether the scope says what should be. */
    boolean isDeclared() {
        return scope.startsWith(DECLARED);
    }

    Optional<Reading> newest() {
        return readings.isEmpty() ? Optional.empty() : Optional.of(readings.getLast());
    }

    /** What is there, by the newest reading. */
    Optional<Described> present() {
        return newest().flatMap(reading -> Optional.ofNullable(reading.described()));
    }

    /** Since when it is there without a break, as far as it is remembered; of what is gone, when it came last. */
    Optional<Long> presentSince() {
        Optional<Long> since = Optional.empty();
        for (int i = readings.size() - 1; i >= 0; i--) {
            if (!readings.get(i).gone()) {
                since = Optional.of(readings.get(i).first());
            } else if (since.isPresent()) {
                return since;
            }
        }
        return since;
    }

    /** Runs that went on after a time, but for the newest. */
    List<Reading> between(long after) {
        return readings.stream()
                .limit(Math.max(0, readings.size() - 1))
                .filter(reading -> reading.last() > after)
                .toList();
    }

    /** Whether it was ever there, as far as it is remembered. */
    boolean everPresent() {
        return readings.stream().anyMatch(reading -> !reading.gone());
    }

    /** Whether a complete snapshot, begun at that time, says that the resource is gone by not naming it. */
    boolean missedBy(String snapshotId, long beganAt) {
        return !seenIn.equals(snapshotId)
                && newest().filter(reading -> !reading.gone() && reading.last() < beganAt)
                        .isPresent();
    }
}
