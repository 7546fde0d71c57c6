package io.driftgate.correlator.drift;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What is known of scopes as wholes.
 *
 * @param barriers every scope that is known
 * @param baselined scopes whose first comparison a person has looked at: nothing of them is a first sight any more
 */
record Scopes(Collection<Barrier> barriers, Set<String> baselined) {

    /**
     * Whether one side of a resource is as it was at first contact: all scopes have ever said the same one thing, the one
     * that counts said it with its first reading, and nobody has looked at any of them.
     */
    boolean isFirstSight(List<Contribution> side, Contribution counts) {
        return side.stream().noneMatch(one -> baselined.contains(one.scope()))
                && side.stream()
                        .allMatch(
                                one -> one.readings().size() == 1 && newest(one).same(newest(side.getFirst())))
                && isFirstContact(counts);
    }

    private boolean isFirstContact(Contribution contribution) {
        long first = contribution.readings().getFirst().first();
        return barriers.stream()
                .filter(barrier -> barrier.scope().equals(contribution.scope()))
                .findFirst()
                .map(barrier -> barrier.isFirstContact(first))
                .orElse(true);
    }

    private static Reading newest(Contribution contribution) {
        return contribution.newest().orElseThrow();
    }
}
