package io.driftgate.correlator.guard;

import io.driftgate.correlator.command.Actions;
import io.driftgate.correlator.config.Share;
import io.driftgate.correlator.guard.GuardRow.Bound;
import io.driftgate.correlator.guard.GuardRow.Manual;
import io.driftgate.correlator.guard.GuardRow.OpenDrift;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardKind;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the proxies of a gateway do about the drifts behind its routes: per route the strongest action that any of
 * its proxies' policies names for any open drift, or what a person has set there until a time, when that is stronger. All
 * routes of a gateway are decided together, because only a share of them is shut by machine. Versions follow append time, so that they rise even if all memory of them were lost. Pure but for
 * the clock that stamps {@code correlated}.
 */
public final class GuardDecider {

    private final int partitions;
    private final Share maxBlocked;
    private final InstantSource clock;
    private final Actions actions;

    /**
     * @param partitions of {@code entity-facts}: until all have met a binding, its route gets no guard that is weaker than
     *     the one it has, and none at all at first, so that it is not served
     * @param maxBlocked share of a gateway's routes that are blocked by machine; one always may be
     */
    public GuardDecider(int partitions, Share maxBlocked, InstantSource clock) {
        this.partitions = partitions;
        this.maxBlocked = maxBlocked;
        this.clock = clock;
        this.actions = new Actions(clock);
    }

    /**
     * What a fact led to.
     *
     * @param rows that are not as they were before
     * @param guards to publish
     * @param action what came of a person's order, when the fact was one
     */
    public record Outcome(List<GuardRow> rows, List<RouteGuard> guards, Optional<OperatorAction> action) {
        public Outcome {
            rows = List.copyOf(rows);
            guards = List.copyOf(guards);
        }
    }

    /** What the policies ask for, before the share of blocked routes is looked at. */
    private record Wish(
            GuardRow row, GuardAction action, Enforcement enforcement, List<OpenDrift> drifts, boolean confirmed) {
        boolean blocks() {
            return action == GuardAction.BLOCK && enforcement == Enforcement.ENFORCED;
        }
    }

    /**
     * Takes one fact. What persons set at any route of the gateway ends by the fact's append time.
     *
     * @param rows of all routes of the fact's gateway
     * @param guards in force, by gateway/route
     */
    public Outcome decide(RouteFact fact, Collection<GuardRow> rows, Map<String, RouteGuard> guards) {
        Map<String, GuardRow> known = new TreeMap<>();
        rows.forEach(row -> known.put(row.key(), row));
        Map<String, GuardRow> byKey = new TreeMap<>(known);
        guards.forEach((key, guard) -> {
            GuardRow row = byKey.getOrDefault(key, GuardRow.empty(guard.getGateway(), guard.getRoute()));
            byKey.put(key, row.remembering(guard));
        });
        byKey.replaceAll((key, row) -> row.at(fact.getAppendTime()));
        String key = fact.getGateway() + "/" + fact.getRoute();
        GuardRow before = byKey.getOrDefault(key, GuardRow.empty(fact.getGateway(), fact.getRoute()));
        if (fact.getKind() != RouteFactKind.TICK) {
            byKey.put(key, RouteFacts.apply(before, fact));
        }
        Map<String, RouteGuard> next = next(byKey.values(), guards, fact);
        return new Outcome(
                byKey.values().stream()
                        .filter(row ->
                                !row.equals(known.getOrDefault(row.key(), GuardRow.empty(row.gateway(), row.route()))))
                        .toList(),
                List.copyOf(next.values()),
                fact.getKind() == RouteFactKind.COMMAND
                        ? Optional.of(action(fact, before, guards.get(key), next.getOrDefault(key, guards.get(key))))
                        : Optional.empty());
    }

    private Map<String, RouteGuard> next(Collection<GuardRow> rows, Map<String, RouteGuard> guards, RouteFact fact) {
        List<Wish> wishes = rows.stream().map(this::wish).toList();
        List<String> blocked = blocked(wishes, guards);
        Map<String, RouteGuard> next = new TreeMap<>();
        for (Wish wish : wishes) {
            String key = wish.row().key();
            @Nullable RouteGuard before = guards.get(key);
            RouteGuard guard = guard(wish, blocked.contains(key), before, fact);
            boolean loosens = before == null || effect(guard).compareTo(effect(before)) < 0;
            boolean held = loosens && (!mayLoosen(wish, before) || isOrphaned(wish));
            boolean needless = before == null
                    && wish.row().standing().isEmpty()
                    && wish.row().manual() == null;
            if (!held && !needless && !saysTheSame(guard, before)) {
                next.put(key, guard);
            }
        }
        return next;
    }

    private OperatorAction action(
            RouteFact fact, GuardRow row, @Nullable RouteGuard before, @Nullable RouteGuard after) {
        OperatorCommand command = Objects.requireNonNull(fact.getCommand(), "command");
        return switch (RouteFacts.ordered(row, fact)) {
            case RouteFacts.InVain inVain -> actions.notApplied(command, GuardNotes.of(before), inVain.why());
            case RouteFacts.Applied applied ->
                actions.applied(command, GuardNotes.of(before), GuardNotes.of(after, applied.row()));
        };
    }

    /** Of two guards of a route the one of which callers notice more; the first of equals. */
    public static RouteGuard stricter(RouteGuard one, RouteGuard other) {
        return effect(one).compareTo(effect(other)) >= 0 ? one : other;
    }

    /**
     * All partitions have met the route's bindings; or it has none, and what is in force there is a person's alone. Of another
     * route without a binding our memory has gone.
     */
    private static boolean mayLoosen(Wish wish, @Nullable RouteGuard before) {
        boolean machines =
                before != null && before.getKind() != GuardKind.MANUAL && before.getAction() != GuardAction.NONE;
        return wish.row().bindings().isEmpty() ? wish.row().ordered() && !machines : wish.confirmed();
    }

    /** No proxy says any more what to do about what stands open there: it stays as it is. */
    private static boolean isOrphaned(Wish wish) {
        return wish.row().standing().isEmpty() && !wish.drifts().isEmpty();
    }

    private Wish wish(GuardRow row) {
        List<OpenDrift> drifts = Stream.concat(row.drifts().values().stream(), row.absorbed().values().stream())
                .sorted(Comparator.comparing((OpenDrift drift) -> Severity.valueOf(drift.severity()))
                        .reversed()
                        .thenComparing(OpenDrift::since)
                        .thenComparing(OpenDrift::driftId))
                .toList();
        GuardAction enforced = GuardAction.NONE;
        GuardAction observed = GuardAction.NONE;
        for (Bound bound : row.standing()) {
            for (OpenDrift drift : drifts) {
                String name = bound.actions().getOrDefault(drift.severity(), GuardAction.NONE.name());
                GuardAction action = GuardAction.valueOf(name);
                if (bound.observed()) {
                    observed = stronger(observed, action);
                } else {
                    enforced = stronger(enforced, action);
                }
            }
        }
        boolean dryRun = enforced == GuardAction.NONE && observed != GuardAction.NONE;
        return new Wish(
                row,
                dryRun ? observed : enforced,
                dryRun ? Enforcement.OBSERVED : Enforcement.ENFORCED,
                drifts,
                row.bindings().values().stream()
                        .allMatch(bound -> bound.confirmed().size() >= partitions));
    }

    /** Routes that may be blocked by machine: those that are go on, then the worst and oldest. */
    private List<String> blocked(List<Wish> wishes, Map<String, RouteGuard> guards) {
        int routes = (int)
                wishes.stream().filter(wish -> !wish.row().bindings().isEmpty()).count();
        long already = wishes.stream()
                .filter(wish -> wish.blocks() && isBlocked(guards.get(wish.row().key())))
                .count();
        // What is shut is never opened because the share has shrunk.
        long most = Math.max(already, maxBlocked.of(routes));
        return wishes.stream()
                .filter(Wish::blocks)
                .sorted(Comparator.comparing(
                                (Wish wish) -> !isBlocked(guards.get(wish.row().key())))
                        .thenComparing(
                                wish -> Severity.valueOf(
                                        wish.drifts().getFirst().severity()),
                                Comparator.reverseOrder())
                        .thenComparing(wish -> wish.drifts().getFirst().since())
                        .thenComparing(wish -> wish.row().key()))
                .limit(most)
                .map(wish -> wish.row().key())
                .toList();
    }

    /** By machine: what a person blocks takes nothing from the share, and does not become the machine's when it ends. */
    private static boolean isBlocked(@Nullable RouteGuard guard) {
        return guard != null && guard.getKind() != GuardKind.MANUAL && effect(guard) == GuardAction.BLOCK;
    }

    /** What callers notice: a dry run does no more than observe. */
    private static GuardAction effect(RouteGuard guard) {
        return effect(guard.getAction(), guard.getEnforcement());
    }

    private static GuardAction effect(GuardAction action, Enforcement enforcement) {
        boolean dryRun = enforcement == Enforcement.OBSERVED && action != GuardAction.NONE;
        return dryRun ? GuardAction.OBSERVE : action;
    }

    private RouteGuard guard(Wish wish, boolean mayBlock, @Nullable RouteGuard before, RouteFact fact) {
        boolean asks = wish.blocks() && !mayBlock;
        GuardAction byMachine = asks ? GuardAction.OBSERVE : wish.action();
        @Nullable Manual person = stronger(wish.row().manual(), effect(byMachine, wish.enforcement()));
        GuardAction action = person == null ? byMachine : person.action();
        boolean isNone = action == GuardAction.NONE;
        List<OpenDrift> drifts = isNone ? List.of() : wish.drifts();
        Instant at = fact.getAppendTime();
        Instant since = before != null && before.getAction() == action ? before.getSince() : at;
        RouteGuard.Builder guard = RouteGuard.newBuilder()
                .setKey(wish.row().key())
                .setVersion(Math.max(before == null ? 1 : before.getVersion() + 1, at.toEpochMilli()))
                .setGateway(wish.row().gateway())
                .setRoute(wish.row().route())
                .setAction(action)
                .setSeverity(
                        drifts.isEmpty()
                                ? null
                                : Severity.valueOf(drifts.getFirst().severity()))
                .setDriftIds(drifts.stream().map(OpenDrift::driftId).toList())
                .setNeedsPerson(asks && action != GuardAction.BLOCK)
                .setBindingDigests(digests(wish.row()))
                .setSince(since)
                .setOccurred(at)
                .setIngested(ingested(drifts, fact))
                .setCorrelated(clock.instant());
        if (person != null) {
            return guard.setEnforcement(Enforcement.ENFORCED)
                    .setKind(GuardKind.MANUAL)
                    .setReason(person.reason())
                    .setOperator(person.operator())
                    .setExpiresAt(Instant.ofEpochMilli(person.until()))
                    .build();
        }
        return guard.setEnforcement(isNone ? Enforcement.ENFORCED : wish.enforcement())
                .setKind(GuardKind.DRIFT)
                .setReason(reason(wish.row(), drifts, asks))
                .setOperator(isNone ? wish.row().releasedBy() : "")
                .build();
    }

    /** What a person set, where it is more than what machines do; of two that are equal the one without an end is told. */
    private static @Nullable Manual stronger(@Nullable Manual manual, GuardAction byMachine) {
        return manual != null && manual.action().compareTo(byMachine) > 0 ? manual : null;
    }

    /** Of the bindings that every partition has met: only of these it is known what stands behind the route. */
    private List<String> digests(GuardRow row) {
        return row.standing().stream()
                .filter(bound -> bound.confirmed().size() >= partitions)
                .map(Bound::digest)
                .distinct()
                .sorted()
                .toList();
    }

    private static Instant ingested(List<OpenDrift> drifts, RouteFact fact) {
        boolean told = fact.getIngested().toEpochMilli() > 0;
        return told || drifts.isEmpty()
                ? fact.getIngested()
                : Instant.ofEpochMilli(drifts.getFirst().ingested());
    }

    private static String reason(GuardRow row, List<OpenDrift> drifts, boolean asks) {
        if (drifts.isEmpty()) {
            return "";
        }
        OpenDrift worst = drifts.getFirst();
        String more = drifts.size() > 1 ? ", and " + (drifts.size() - 1) + " more" : "";
        String absorbed = row.absorbed().isEmpty()
                ? ""
                : "; the state took over what was changed by hand, a person must release the route";
        String held = asks ? "; not blocked: too many routes are blocked already, a person is asked" : "";
        return worst.reason() + more + absorbed + held;
    }

    private static GuardAction stronger(GuardAction one, GuardAction other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static boolean saysTheSame(RouteGuard next, @Nullable RouteGuard before) {
        return before != null
                && next.getAction() == before.getAction()
                && next.getEnforcement() == before.getEnforcement()
                && Objects.equals(next.getSeverity(), before.getSeverity())
                && next.getDriftIds().equals(before.getDriftIds())
                && next.getReason().equals(before.getReason())
                && next.getNeedsPerson() == before.getNeedsPerson()
                && next.getKind() == before.getKind()
                && next.getOperator().equals(before.getOperator())
                && Objects.equals(next.getExpiresAt(), before.getExpiresAt())
                && next.getBindingDigests().equals(before.getBindingDigests());
    }
}
