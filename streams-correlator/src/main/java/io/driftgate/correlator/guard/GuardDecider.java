package io.driftgate.correlator.guard;

import io.driftgate.correlator.config.Share;
import io.driftgate.correlator.guard.GuardRow.Bound;
import io.driftgate.correlator.guard.GuardRow.OpenDrift;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardKind;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the proxies of a gateway do about the drifts behind its routes: per route the strongest action that any of
 * its proxies' policies names for any open drift. All routes of a gateway are decided together, because only a share of
 * them is shut by machine. Versions follow append time, so that they rise even if all memory of them were lost. Pure but for
 * the clock that stamps {@code correlated}.
 */
public final class GuardDecider {

    private final int partitions;
    private final Share maxBlocked;
    private final InstantSource clock;

    /**
     * @param partitions of {@code entity-facts}: until all have met a binding, its route gets no guard that is weaker than
     *     the one it has, and none at all at first, so that it is not served
     * @param maxBlocked share of a gateway's routes that are blocked by machine; one always may be
     */
    public GuardDecider(int partitions, Share maxBlocked, InstantSource clock) {
        this.partitions = partitions;
        this.maxBlocked = maxBlocked;
        this.clock = clock;
    }

    /** What a fact led to: the route's row, and guards to publish. */
    public record Outcome(GuardRow row, List<RouteGuard> guards) {
        public Outcome {
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
     * Takes one fact.
     *
     * @param rows of all routes of the fact's gateway
     * @param guards in force, by gateway/route
     */
    public Outcome decide(RouteFact fact, Collection<GuardRow> rows, Map<String, RouteGuard> guards) {
        Map<String, GuardRow> byKey = new TreeMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        String key = fact.getGateway() + "/" + fact.getRoute();
        GuardRow changed =
                RouteFacts.apply(byKey.getOrDefault(key, GuardRow.empty(fact.getGateway(), fact.getRoute())), fact);
        byKey.put(key, changed);
        List<Wish> wishes = byKey.values().stream().map(this::wish).toList();
        List<String> blocked = blocked(wishes, guards);
        List<RouteGuard> next = new ArrayList<>();
        for (Wish wish : wishes) {
            @Nullable RouteGuard before = guards.get(wish.row().key());
            RouteGuard guard = guard(wish, blocked.contains(wish.row().key()), before, fact);
            boolean loosens = before == null || effect(guard).compareTo(effect(before)) < 0;
            boolean held = loosens && (!wish.confirmed() || isOrphaned(wish));
            if (!held
                    && !saysTheSame(guard, before)
                    && !(before == null && wish.row().standing().isEmpty())) {
                next.add(guard);
            }
        }
        return new Outcome(changed, next);
    }

    /** Of two guards of a route the one of which callers notice more; the first of equals. */
    public static RouteGuard stricter(RouteGuard one, RouteGuard other) {
        return effect(one).compareTo(effect(other)) >= 0 ? one : other;
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
                // A route without a binding was known before our memory went.
                !row.bindings().isEmpty()
                        && row.bindings().values().stream()
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

    private static boolean isBlocked(@Nullable RouteGuard guard) {
        return guard != null && effect(guard) == GuardAction.BLOCK;
    }

    /** What callers notice: a dry run does no more than observe. */
    private static GuardAction effect(RouteGuard guard) {
        boolean dryRun = guard.getEnforcement() == Enforcement.OBSERVED && guard.getAction() != GuardAction.NONE;
        return dryRun ? GuardAction.OBSERVE : guard.getAction();
    }

    private RouteGuard guard(Wish wish, boolean mayBlock, @Nullable RouteGuard before, RouteFact fact) {
        boolean asks = wish.blocks() && !mayBlock;
        GuardAction action = asks ? GuardAction.OBSERVE : wish.action();
        boolean isNone = action == GuardAction.NONE;
        List<OpenDrift> drifts = isNone ? List.of() : wish.drifts();
        Instant at = fact.getAppendTime();
        Instant since = before != null && before.getAction() == action ? before.getSince() : at;
        return RouteGuard.newBuilder()
                .setKey(wish.row().key())
                .setVersion(Math.max(before == null ? 1 : before.getVersion() + 1, at.toEpochMilli()))
                .setGateway(wish.row().gateway())
                .setRoute(wish.row().route())
                .setAction(action)
                .setEnforcement(isNone ? Enforcement.ENFORCED : wish.enforcement())
                .setKind(GuardKind.DRIFT)
                .setSeverity(isNone ? null : Severity.valueOf(drifts.getFirst().severity()))
                .setDriftIds(drifts.stream().map(OpenDrift::driftId).toList())
                .setReason(reason(wish.row(), drifts, asks))
                .setNeedsPerson(asks)
                .setBindingDigests(digests(wish.row()))
                .setSince(since)
                .setOccurred(at)
                .setIngested(ingested(drifts, fact))
                .setCorrelated(clock.instant())
                .build();
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
                && next.getBindingDigests().equals(before.getBindingDigests());
    }
}
