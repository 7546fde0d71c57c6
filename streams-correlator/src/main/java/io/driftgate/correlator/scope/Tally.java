package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.ScopeKind;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many drifts a scope has. {@code open} is the sum over {@code bySeverity}, and over {@code byStatus}; both follow from
 * the scope's {@link ScopedDrift}s, by which {@link #of} makes it anew.
 *
 * @param firstSight of the open ones, those of the first comparison
 * @param summedUp of those, the ones that the scope's summary tells
 * @param unknown resources of which nothing can be said
 * @param accepted by a person
 */
public record Tally(
        SortedMap<String, Integer> bySeverity,
        SortedMap<String, Integer> byStatus,
        int firstSight,
        int summedUp,
        int unknown,
        int accepted) {

    public static final Tally NONE = new Tally(new TreeMap<>(), new TreeMap<>(), 0, 0, 0, 0);

    public Tally {
        bySeverity = new TreeMap<>(bySeverity);
        byStatus = new TreeMap<>(byStatus);
    }

    /** Counted from scratch. */
    public static Tally of(ScopeKind kind, Collection<ScopedDrift> drifts) {
        Tally tally = NONE;
        for (ScopedDrift drift : drifts) {
            tally = tally.changed(kind, null, drift);
        }
        return tally;
    }

    /** After a resource came to stand otherwise; null for one that is as it should be. */
    public Tally changed(ScopeKind kind, @Nullable ScopedDrift before, @Nullable ScopedDrift after) {
        Tally fewer = before == null ? this : plus(kind, before, -1);
        return after == null ? fewer : fewer.plus(kind, after, 1);
    }

    /** Drifts that are open. */
    public int open() {
        return bySeverity.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Tally plus(ScopeKind kind, ScopedDrift drift, int one) {
        if (!drift.isOpen()) {
            boolean isUnknown = !drift.accepted() && drift.status() == DriftStatus.UNKNOWN;
            return new Tally(
                    bySeverity,
                    byStatus,
                    firstSight,
                    summedUp,
                    unknown + (isUnknown ? one : 0),
                    accepted + (drift.accepted() ? one : 0));
        }
        return new Tally(
                plus(bySeverity, drift.severity().name(), one),
                plus(byStatus, drift.status().name(), one),
                firstSight + (drift.firstSight() ? one : 0),
                summedUp + (drift.isSummedUpBy(kind) ? one : 0),
                unknown,
                accepted);
    }

    private static SortedMap<String, Integer> plus(Map<String, Integer> counts, String name, int one) {
        SortedMap<String, Integer> next = new TreeMap<>(counts);
        next.merge(name, one, Integer::sum);
        next.values().removeIf(count -> count == 0);
        return next;
    }
}
