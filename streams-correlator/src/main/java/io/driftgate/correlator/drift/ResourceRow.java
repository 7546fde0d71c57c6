package io.driftgate.correlator.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all scopes say of one resource, as the store keeps it.
 *
 * @param contributions one per scope, sorted by scope
 * @param deadline when the row is to be looked at again, in append time, ms of the epoch; 0 when never
 */
public record ResourceRow(
        String resourceKey, String entity, String type, List<Contribution> contributions, long deadline) {

    public ResourceRow {
        contributions = List.copyOf(contributions);
    }

    static ResourceRow empty(String resourceKey, String entity, String type) {
        return new ResourceRow(resourceKey, entity, type, List.of(), 0);
    }

    Contribution of(String scope) {
        return contributions.stream()
                .filter(contribution -> contribution.scope().equals(scope))
                .findFirst()
                .orElseGet(() -> Contribution.empty(scope, resourceKey));
    }

    ResourceRow with(Contribution contribution) {
        List<Contribution> others = new ArrayList<>(contributions);
        others.removeIf(other -> other.scope().equals(contribution.scope()));
        others.add(contribution);
        others.sort(Comparator.comparing(Contribution::scope));
        return new ResourceRow(resourceKey, entity, type, others, deadline);
    }

    ResourceRow until(long next) {
        return new ResourceRow(resourceKey, entity, type, contributions, next);
    }

    /** Scopes that declare it now. */
    List<Contribution> declared() {
        return contributions.stream()
                .filter(Contribution::isDeclared)
                .filter(contribution -> contribution.present().isPresent())
                .toList();
    }

    /** What the newest look at the cloud said, be it that the resource is gone. */
    Optional<Contribution> live() {
        return contributions.stream()
                .filter(contribution -> !contribution.isDeclared())
                .filter(contribution -> contribution.newest().isPresent())
                .max(Comparator.comparingLong((Contribution contribution) ->
                                contribution.newest().orElseThrow().last())
                        .thenComparing(contribution -> contribution.present().isPresent())
                        .thenComparing(Contribution::scope));
    }

    /** Everything that any scope says is there now. */
    List<Described> present() {
        return contributions.stream()
                .flatMap(contribution -> contribution.present().stream())
                .toList();
    }
}
