package io.driftgate.correlator.compare;

import java.util.List;

/**
 * What comparing one resource found.
 *
 * @param differences where both sides are known and not the same, in the order of the paths
 * @param unknownPaths where nothing can be said: a value that live does not report, digests of unlike keys, an order that may
 *     or may not matter; in the order of the paths
 */
public record Comparison(List<Difference> differences, List<String> unknownPaths) {

    public Comparison {
        differences = List.copyOf(differences);
        unknownPaths = List.copyOf(unknownPaths);
    }

    /** Whether everything could be compared and nothing differs. */
    public boolean inSync() {
        return differences.isEmpty() && unknownPaths.isEmpty();
    }
}
