package io.driftgate.correlator.drift;

import io.driftgate.correlator.attribution.Attributor;
import io.driftgate.correlator.command.Actions;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.correlator.exposure.ExposureRules;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.identity.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the facts of one partition in their order, keeps what they say, and concludes. Its clock is the append time of the
 * facts, so that a backlog is judged as it would have been: timers that are due fire before the fact that moved the clock,
 * and stamp their own deadline. The same facts give the same conclusions, {@code correlated} apart. One thread.
 */
public final class DriftEngine {

    /** Steps of sweeps, timers and forgetting per fact: a barrier over a million rows must not outlast a transaction. */
    private static final int CHUNK = 500;

    private static final Duration CHANGES_KEPT = Duration.ofHours(24);
    private static final Duration GONE_KEPT = Duration.ofHours(48);

    private final EngineState state;
    private final Judge judge;
    private final Acceptances acceptances;
    private final Ledger ledger;
    private final RouteTeller routes;
    private final Actions actions;
    private final ScopeTeller scopes;
    private final Sweeper sweeper;
    private final EngineOutput output;

    /**
     * @param partition of {@code entity-facts}
     * @param clock stamps {@code correlated}, and decides nothing
     */
    public DriftEngine(
            int partition,
            EngineState state,
            DriftComparer comparer,
            ExposureRules rules,
            Attributor attributor,
            Settling settling,
            InstantSource clock,
            EngineOutput output) {
        this.state = state;
        this.judge = new Judge(comparer, rules, attributor);
        this.acceptances = new Acceptances(comparer);
        this.ledger = new Ledger(settling, clock);
        this.actions = new Actions(clock);
        this.routes = new RouteTeller(partition, output);
        this.scopes = new ScopeTeller(output);
        this.sweeper = new Sweeper(state, CHUNK, this::learn, row -> review(row, state.now()));
        this.output = output;
    }

    /** One fact. A kind that this version does not know moves the clock and nothing else. */
    public void accept(EntityFact fact) {
        if (fact.getAppendTime().isAfter(state.now())) {
            fireTimers(fact.getAppendTime());
            state.now(fact.getAppendTime());
        }
        switch (fact.getKind()) {
            case RESOURCE -> resource(fact);
            case CHANGE -> change(Objects.requireNonNull(fact.getChange(), "change"), fact.getAppendTime());
            case SCOPE_COMPLETED -> completed(fact);
            case SCOPE_CONFIGURED -> state.put(state.barrier(fact.getScope()));
            case BINDING -> binding(fact);
            case SCOPE_RETIRED -> {
                // Its baseline stays: anybody may write the tombstone that retires it, and what comes back must count.
                state.removeBarrier(fact.getScope());
                state.put(Sweep.retired(fact.getScope(), fact.getAppendTime().toEpochMilli()));
            }
            case COMMAND -> ordered(Objects.requireNonNull(fact.getCommand(), "command"), fact.getAppendTime());
            case TICK, NOTHING -> {}
        }
        sweeper.goOn();
        state.forgetChanges(state.now().minus(CHANGES_KEPT), CHUNK);
    }

    private void fireTimers(Instant upTo) {
        for (EngineState.Timer timer : state.due(upTo, CHUNK)) {
            state.remove(timer);
            ResourceRow row = state.row(timer.resourceKey());
            if (row != null && row.deadline() == timer.deadline().toEpochMilli()) {
                review(row.until(0), timer.deadline());
            }
        }
    }

    private void resource(EntityFact fact) {
        @Nullable ResourceState described = fact.getResource();
        String key = described == null
                ? Objects.requireNonNull(fact.getGoneResourceKey(), "gone_resource_key")
                : described.getResourceKey();
        ResourceKey parsed = ResourceKey.parse(key);
        ResourceRow before = Optional.ofNullable(state.row(key))
                .orElseGet(() -> ResourceRow.empty(key, parsed.entity().text(), parsed.type()));
        Contribution said = before.of(fact.getScope())
                .with(Reading.at(
                        Objects.requireNonNull(fact.getReadAt(), "read_at").toEpochMilli(),
                        fact.getAppendTime().toEpochMilli(),
                        described == null ? null : Described.of(described)));
        if (!fact.getRefreshed()) {
            said = said.seenIn(fact.getSnapshotId());
        }
        ResourceRow after = before.with(said);
        learn(after);
    }

    /** A row that says something new. Its name may be what a route means: its siblings may stand behind that route now. */
    private void learn(ResourceRow row) {
        Backing before = backing(row.entity());
        review(row, state.now());
        if (!before.equals(backing(row.entity()))) {
            state.rowsOf(row.entity()).stream()
                    .filter(sibling -> !sibling.resourceKey().equals(row.resourceKey()) && isUnderWay(sibling))
                    .forEach(sibling -> review(sibling, state.now()));
        }
    }

    /** What failed or only read has changed nothing, and could fill the memory of an entity by itself. */
    private void change(CloudChange change, Instant appended) {
        if (change.getErrorCode() != null || change.getReadOnly()) {
            return;
        }
        state.put(change, appended);
        state.rowsOf(change.getEntity()).stream().filter(this::isUnderWay).forEach(row -> review(row, state.now()));
    }

    /** Whether it is open, or held: only then does who did it, or who stands in front, matter. */
    private boolean isUnderWay(ResourceRow row) {
        return row.opening() != null || row.deadline() != 0;
    }

    private Backing backing(String entity) {
        List<RouteBinding> bindings = state.bindings();
        return bindings.isEmpty() ? Backing.NONE : Backing.of(entity, state.namesOf(entity), bindings);
    }

    private void completed(EntityFact fact) {
        long began = Objects.requireNonNull(fact.getBeganAt(), "began_at").toEpochMilli();
        state.put(state.barrier(fact.getScope()).read(began, fact.getCovers()));
        Sweep next = Sweep.after(
                fact.getScope(),
                fact.getSnapshotId(),
                began,
                fact.getAppendTime().toEpochMilli());
        boolean underWay = state.sweeps().stream()
                .anyMatch(sweep -> sweep.key().equals(next.key()) && sweep.phase() == Sweep.Phase.SCOPE);
        if (!underWay || next.phase() == Sweep.Phase.SCOPE) {
            state.put(next);
        }
    }

    /** Every drift that is open or held meets the new binding before the guard decider hears that this partition knows it. */
    private void binding(EntityFact fact) {
        state.putBinding(fact.getBindingKey(), fact.getBinding());
        Stream.concat(state.openDrifts().stream().map(DriftRecord::getResourceKey), state.armed().stream())
                .distinct()
                .toList()
                .forEach(key -> {
                    ResourceRow row = state.row(key);
                    if (row != null) {
                        review(row, state.now());
                    }
                });
        routes.binding(fact);
    }

    private void ordered(OperatorCommand command, Instant appended) {
        switch (command.getKind()) {
            case BASELINE_SCOPE -> {
                state.baseline(command.getTarget());
                state.put(Sweep.baseline(command.getTarget(), appended.toEpochMilli()));
            }
            case ACCEPT_DRIFT -> accept(command, appended);
            case RESCAN_SCOPE, SET_GUARD, RELEASE_GUARD, REVOKE_CREDENTIAL, NOTHING -> {}
        }
    }

    private void accept(OperatorCommand command, Instant appended) {
        ResourceRow row = state.row(command.getTarget());
        DriftRecord said = state.drift(command.getTarget());
        Judgement judgement = row == null ? new Judgement.Absent() : judged(row, state.changesOf(row.entity()), said);
        String before = said == null ? "nothing was said of it" : DriftNotes.of(said);
        output.action(
                switch (acceptances.consider(command, row, said, judgement, appended, state.now())) {
                    case Acceptances.Denied denied -> actions.notApplied(command, before, denied.why());
                    case Acceptances.Granted granted -> {
                        review(granted.row(), state.now());
                        DriftRecord now = Objects.requireNonNull(state.drift(command.getTarget()), "told just now");
                        yield actions.applied(command, before, DriftNotes.of(now));
                    }
                });
    }

    private Judgement judged(ResourceRow row, List<CloudChange> changes, @Nullable DriftRecord previous) {
        Scopes known = new Scopes(state.barriers(), state.baselined());
        return Retirement.restrained(judge.judge(row, known, changes), row, previous);
    }

    /** Judges a resource as it is known now, says what is to be said, and keeps the row. */
    private void review(ResourceRow known, Instant at) {
        List<CloudChange> changes = state.changesOf(known.entity());
        DriftRecord previous = state.drift(known.resourceKey());
        Judgement judgement = judged(known, changes, previous);
        ResourceRow row = acceptances.upheld(known, judgement, at);
        // Its own name may be new: what stands in front is found with it.
        state.put(row);
        Ruling ruling = ledger.rule(judgement, new Ledger.Case(row, previous, backing(row.entity()), changes, at));
        ResourceRow after = row;
        if (ruling instanceof Ruling.Publish publish) {
            after = row.with(opening(row, judgement, publish.record()));
            state.put(publish.record());
            output.drift(publish.record());
            routes.drift(previous, publish.record(), state.now());
            scopes.drift(previous, publish.record(), state.now());
        }
        state.setWaiting(row.resourceKey(), judgement instanceof Judgement.Undecided);
        keep(after, next(row, judgement, ruling), at);
    }

    private static @Nullable Opening opening(ResourceRow row, Judgement judgement, DriftRecord said) {
        if (!Ledger.isOpen(said)) {
            return null;
        }
        List<String> attributes = judgement instanceof Judgement.Differs differs ? differs.moved() : List.of();
        Opening before = row.opening();
        if (before != null) {
            return before.and(attributes);
        }
        Described declared = row.declared().stream()
                .flatMap(contribution -> contribution.present().stream())
                .findFirst()
                .orElse(null);
        return new Opening(declared, attributes);
    }

    private Optional<Instant> next(ResourceRow row, Judgement judgement, Ruling ruling) {
        return Stream.concat(Acceptances.end(row).stream(), nextLook(row, judgement, ruling).stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<Instant> nextLook(ResourceRow row, Judgement judgement, Ruling ruling) {
        if (ruling instanceof Ruling.Hold hold) {
            return Optional.of(hold.until());
        }
        if (judgement instanceof Judgement.Absent) {
            if (row.lastRetiredAt() != 0 && !backing(row.entity()).names().isEmpty()) {
                // A route goes on meaning its entity by the name that the retired scope had for it.
                return Optional.empty();
            }
            long last = row.contributions().stream()
                    .flatMap(contribution -> contribution.newest().stream())
                    .mapToLong(Reading::appended)
                    .max()
                    .orElse(0);
            return Optional.of(Instant.ofEpochMilli(last).plus(GONE_KEPT));
        }
        return Optional.empty();
    }

    private void keep(ResourceRow row, Optional<Instant> next, Instant at) {
        if (next.isPresent() && !next.get().isAfter(at)) {
            // Only what is gone for long has a time to come that has passed.
            state.remove(row);
            state.setWaiting(row.resourceKey(), false);
            return;
        }
        long deadline = next.map(Instant::toEpochMilli).orElse(0L);
        next.ifPresent(when -> state.put(new EngineState.Timer(when, row.resourceKey())));
        state.put(row.until(deadline));
    }
}
