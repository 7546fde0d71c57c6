package io.driftgate.correlator.assemble;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scopes that were taken out of some collector's configuration, for as long as another may still take them over. A
 * tombstone on {@code collector-status} carries no signature: against a collector that goes on saying how its scope stands
 * it counts for nothing. One thread.
 */
public final class RetiringScopes {

    private final Duration grace;
    private final Map<String, Instant> since = new TreeMap<>();

    /** @param grace how long a collector has to contradict */
    public RetiringScopes(Duration grace) {
        this.grace = grace;
    }

    /** A scope was taken out; the first time counts. */
    public void begin(String scope, Instant at) {
        since.putIfAbsent(scope, at);
    }

    /** A collector says how the scope stands. */
    public void contradict(String scope) {
        since.remove(scope);
    }

    /** Scopes that nobody spoke for, once each. */
    public List<String> due(Instant now) {
        List<String> due = new ArrayList<>();
        since.forEach((scope, at) -> {
            if (!now.isBefore(at.plus(grace))) {
                due.add(scope);
            }
        });
        due.forEach(since::remove);
        return due;
    }
}
