package io.driftgate.correlator.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all scopes say of one resource, as the store keeps it.
 *
 * @param contributions one per scope, sorted by scope
 * @param opening what the code said when the open episode began; null when none is open
 * @param acceptance what a person accepted of it; null when nobody did, or it has ended and is forgotten
 * @param deadline when the row is to be looked at again, in append time, ms of the epoch; 0 when never
 */
public record ResourceRow(
        String resourceKey,
        String entity,
        String type,
        List<Contribution> contributions,
        @Nullable Opening opening,
        @Nullable Acceptance acceptance,
        long deadline) {

    public ResourceRow {
        contributions = List.copyOf(contributions);
    }

    static ResourceRow empty(String resourceKey, String entity, String type) {
        return new ResourceRow(resourceKey, entity, type, List.of(), null, null, 0);
    }

    Contribution of(String scope) {
        return standing()
                .filter(contribution -> contribution.scope().equals(scope))
                .findFirst()
                .orElseGet(() -> Contribution.empty(scope, resourceKey));
    }

    ResourceRow with(Contribution contribution) {
        List<Contribution> others = new ArrayList<>(contributions);
        others.removeIf(other -> other.scope().equals(contribution.scope()));
        others.add(contribution);
        others.sort(Comparator.comparing(Contribution::scope));
        return new ResourceRow(resourceKey, entity, type, others, opening, acceptance, deadline);
    }

    ResourceRow until(long next) {
        return new ResourceRow(resourceKey, entity, type, contributions, opening, acceptance, next);
    }

    ResourceRow with(@Nullable Opening next) {
        return new ResourceRow(resourceKey, entity, type, contributions, next, acceptance, deadline);
    }

    ResourceRow accepted(@Nullable Acceptance next) {
        return new ResourceRow(resourceKey, entity, type, contributions, opening, next, deadline);
    }

    /** Contributions of scopes that are not retired. */
    private Stream<Contribution> standing() {
        return contributions.stream().filter(contribution -> !contribution.isRetired());
    }

    /** When a scope of it was retired last, append time, ms of the epoch; 0 when none was. */
    long lastRetiredAt() {
        return contributions.stream().mapToLong(Contribution::retiredAt).max().orElse(0);
    }

    /** Scopes that declare it now. */
    List<Contribution> declared() {
        return standing()
                .filter(Contribution::isDeclared)
                .filter(contribution -> contribution.present().isPresent())
                .toList();
    }

    /**
     * What the newest look at the cloud said, be it that the resource is gone. That a scope's reading did not name it counts
     * for that scope alone: it does not speak against another that does.
     */
    Optional<Contribution> live() {
        return liveContributions().stream()
                .max(Comparator.comparingLong(ResourceRow::weight)
                        .thenComparing(contribution -> contribution.present().isPresent())
                        .thenComparing(Contribution::scope));
    }

    private static long weight(Contribution contribution) {
        Reading newest = contribution.newest().orElseThrow();
        return newest.swept() ? Long.MIN_VALUE : newest.last();
    }

    /** What each live scope says, be it that the resource is gone. */
    List<Contribution> liveContributions() {
        return standing()
                .filter(contribution -> !contribution.isDeclared())
                .filter(contribution -> contribution.newest().isPresent())
                .toList();
    }

    /** What each declared scope says, be it that the resource is not declared any more. */
    List<Contribution> declaredContributions() {
        return standing()
                .filter(Contribution::isDeclared)
                .filter(contribution -> contribution.newest().isPresent())
                .toList();
    }

    /** By what routes may mean it: what it is called now and, while an episode is open, what it was called when that began. */
    List<Described> names() {
        List<Described> names = new ArrayList<>(present());
        if (opening != null && opening.declared() != null) {
            names.add(opening.declared());
        }
        return names;
    }

    /** Everything that any scope says is there now, or said when it was retired. */
    List<Described> present() {
        return contributions.stream()
                .flatMap(contribution -> contribution.present().stream())
                .toList();
    }
}
