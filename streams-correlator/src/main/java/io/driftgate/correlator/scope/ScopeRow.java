package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeStatus;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one scope or gateway, as the store keeps it. Times are append times, ms of the epoch; 0 is never.
 *
 * @param scope the scope's text; for a gateway gateway/instance
 * @param knownSince when it was first named by anything
 * @param retiredAt when its collector, or a person, took it out of the configuration; 0 while it is in
 * @param baseline null while nobody took one
 */
public record ScopeRow(
        String scope,
        ScopeKind kind,
        long knownSince,
        long retiredAt,
        Heard heard,
        Readings read,
        Counts counts,
        Routes routes,
        @Nullable Baseline baseline,
        Standing standing) {

    /**
     * Complete readings of a scope.
     *
     * @param firstAt when the first one ended
     * @param lastAt when the latest one ended
     * @param resources how many resources that named
     */
    public record Readings(long firstAt, long lastAt, long resources) {
        static final Readings NONE = new Readings(0, 0, 0);

        Readings and(long at, long count) {
            return new Readings(firstAt == 0 ? at : firstAt, at, count);
        }
    }

    /**
     * What drifts.
     *
     * @param movedAt when a drift last began, changed or ended
     * @param unsummedAt since when the scope's summary may have something new to tell; 0 when it has not
     */
    public record Counts(Tally drifts, long movedAt, long unsummedAt) {
        static final Counts NONE = new Counts(Tally.NONE, 0, 0);

        Counts and(Tally next, long at, boolean sum) {
            return new Counts(next, at, sum ? unsummed(at).unsummedAt : unsummedAt);
        }

        Counts unsummed(long at) {
            return new Counts(drifts, movedAt, unsummedAt == 0 ? at : unsummedAt);
        }
    }

    /**
     * A gateway's routes.
     *
     * @param bound those that something stands behind
     * @param unboundAt when the last of them was taken back
     */
    public record Routes(SortedSet<String> bound, long unboundAt) {
        static final Routes NONE = new Routes(new TreeSet<>(), 0);

        public Routes {
            bound = new TreeSet<>(bound);
        }

        Routes with(String route) {
            SortedSet<String> more = new TreeSet<>(bound);
            more.add(route);
            return new Routes(more, 0);
        }

        Routes without(String route, long at) {
            SortedSet<String> fewer = new TreeSet<>(bound);
            boolean last = fewer.remove(route) && fewer.isEmpty();
            return new Routes(fewer, last ? at : unboundAt);
        }
    }

    /** Something that was just named for the first time. */
    public static ScopeRow named(String scope, long at) {
        ScopeKind kind = scope.startsWith("declared:")
                ? ScopeKind.DECLARED
                : scope.startsWith("live:") ? ScopeKind.LIVE : ScopeKind.GATEWAY;
        return new ScopeRow(
                scope,
                kind,
                at,
                0,
                Heard.nothing(),
                Readings.NONE,
                Counts.NONE,
                Routes.NONE,
                null,
                new Standing(ScopeStatus.UNREAD, at, ScopeDecider.NEVER_READ));
    }

    /** Keys of a gateway's bindings: gateway/route/instance. */
    public List<String> bindingKeys() {
        int slash = scope.indexOf('/');
        return routes.bound().stream()
                .map(route -> scope.substring(0, slash) + "/" + route + scope.substring(slash))
                .toList();
    }

    /** When it was last heard, or first named when it never was. */
    long heardAt() {
        return heard.at() == 0 ? knownSince : heard.at();
    }

    /** Whether it is watched no longer: it is neither shown nor judged, and its alerts end. */
    public boolean retired() {
        return retiredAt != 0;
    }

    /** Whether it is retired for so long that nobody takes it over from its collector any more. */
    public boolean isGoneSince(Duration atLeast, long now) {
        return retired() && now - retiredAt >= atLeast.toMillis();
    }

    ScopeRow heard(Heard next) {
        return new ScopeRow(scope, kind, knownSince, 0, next, read, counts, routes, baseline, standing);
    }

    ScopeRow retired(long at) {
        return new ScopeRow(scope, kind, knownSince, at, heard, read, counts.unsummed(at), routes, baseline, standing);
    }

    ScopeRow read(Readings next) {
        return new ScopeRow(scope, kind, knownSince, retiredAt, heard, next, counts, routes, baseline, standing);
    }

    ScopeRow counts(Counts next) {
        return new ScopeRow(scope, kind, knownSince, retiredAt, heard, read, next, routes, baseline, standing);
    }

    ScopeRow routes(Routes next) {
        return new ScopeRow(scope, kind, knownSince, retiredAt, heard, read, counts, next, baseline, standing);
    }

    ScopeRow baseline(Baseline next) {
        return new ScopeRow(scope, kind, knownSince, retiredAt, heard, read, counts, routes, next, standing);
    }

    ScopeRow standing(Standing next) {
        return new ScopeRow(scope, kind, knownSince, retiredAt, heard, read, counts, routes, baseline, next);
    }

    /** Its summary says what there is to say. */
    public ScopeRow summed() {
        return counts(new Counts(counts.drifts(), counts.movedAt(), 0));
    }

    /** The baseline is on {@code operator-actions}. */
    public ScopeRow recorded() {
        return baseline == null ? this : baseline(baseline.asRecorded());
    }
}
