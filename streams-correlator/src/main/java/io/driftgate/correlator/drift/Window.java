package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.CloudChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Between which readings of the cloud a resource came to differ. Pure.
 *
 * @param lastMatching when live was read for the last time as the code has it; empty when it never was
 * @param firstDiffering when live was read for the first time as it is not in the code
 * @param notBefore what happened earlier is older than the last time that live went back, and explains what was before it;
 *     empty when it never went back
 * @param codeMoved the code changed and live did not: no change in the cloud made the difference
 */
record Window(Optional<Instant> lastMatching, Instant firstDiffering, Optional<Instant> notBefore, boolean codeMoved) {

    /** Of what was never there before. */
    static Window from(Instant firstDiffering) {
        return new Window(Optional.empty(), firstDiffering, Optional.empty(), false);
    }

    /** @param matches whether a declared and a live description have nothing that differs */
    static Window of(Contribution code, Contribution live, BiPredicate<Described, Described> matches) {
        Described should = code.present().orElseThrow();
        List<Reading> readings = live.readings();
        int first = readings.size() - 1;
        while (first > 0 && !matches(should, readings.get(first - 1), matches)) {
            first--;
        }
        Optional<Instant> lastMatching = first == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(readings.get(first - 1).last()));
        return new Window(
                lastMatching,
                Instant.ofEpochMilli(readings.get(first).first()),
                first < 2
                        ? Optional.empty()
                        : Optional.of(
                                Instant.ofEpochMilli(readings.get(first - 2).last())),
                lastMatching.isEmpty() && codeMoved(code, readings, matches));
    }

    static Window ofGone(Contribution live) {
        List<Reading> readings = live.readings();
        Optional<Instant> before = readings.size() < 2
                ? Optional.empty()
                : Optional.of(
                        Instant.ofEpochMilli(readings.get(readings.size() - 2).last()));
        return new Window(before, Instant.ofEpochMilli(readings.getLast().first()), Optional.empty(), false);
    }

    /** Changes that may have made the difference. */
    List<CloudChange> among(List<CloudChange> changes) {
        if (codeMoved) {
            return List.of();
        }
        return changes.stream()
                .filter(change -> notBefore.isEmpty() || !change.getOccurred().isBefore(notBefore.get()))
                .toList();
    }

    /** What live is now was right by some earlier code. */
    private static boolean codeMoved(Contribution code, List<Reading> live, BiPredicate<Described, Described> matches) {
        List<Reading> earlier = code.readings().subList(0, code.readings().size() - 1);
        return earlier.stream()
                .anyMatch(reading ->
                        reading.described() != null && matches(reading.described(), live.getLast(), matches));
    }

    private static boolean matches(Described should, Reading reading, BiPredicate<Described, Described> matches) {
        return reading.described() != null && matches.test(should, reading.described());
    }
}
