package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Counts of drifts in plain words. */
public final class ScopeWords {

    private ScopeWords() {}

    /** {@code 3 open (1 HIGH, 2 LOW), 2 of them from the first comparison, 1 accepted}. */
    public static String counts(ScopeRow row) {
        Tally drifts = row.counts().drifts();
        String severities = drifts.open() == 0 ? "" : " (" + bySeverity(drifts.bySeverity()) + ")";
        return drifts.open() + " open" + severities + ", " + drifts.firstSight()
                + " of them from the first comparison, " + drifts.accepted() + " accepted"
                + (row.baseline() == null ? "; no baseline" : "; baselined");
    }

    /** {@code 1 HIGH, 2 LOW}, the worst first. */
    public static String bySeverity(Map<String, Integer> counts) {
        List<Severity> worstFirst = new ArrayList<>(Arrays.asList(Severity.values()));
        Collections.reverse(worstFirst);
        return String.join(
                ", ",
                worstFirst.stream()
                        .map(Severity::name)
                        .filter(counts::containsKey)
                        .map(name -> counts.get(name) + " " + name)
                        .toList());
    }
}
