package io.driftgate.correlator.guard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardKind;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the decider knows of one route.
 *
 * @param bindings by binding key: one per proxy that serves the route, or did
 * @param drifts what stands open behind the route, by resource key
 * @param absorbed what stood open until the state took it over, by resource key: in nobody's code, and shut until a person
 *     releases it or the resource is gone
 * @param manual what a person set, while it holds; null when nobody did
 * @param releasedBy principal of the person who released the route last; empty once it was guarded again, or when nobody did
 * @param ordered whether a person has ordered something here since our memory began: what is in force by a person's word is
 *     known then, also of a route that has no binding
 */
public record GuardRow(
        String gateway,
        String route,
        SortedMap<String, Bound> bindings,
        SortedMap<String, OpenDrift> drifts,
        SortedMap<String, OpenDrift> absorbed,
        @Nullable Manual manual,
        String releasedBy,
        boolean ordered) {

    public GuardRow {
        bindings = new TreeMap<>(bindings);
        drifts = new TreeMap<>(drifts);
        absorbed = new TreeMap<>(absorbed);
        // Rows that were written before there were orders do not have it.
        releasedBy = Objects.requireNonNullElse(releasedBy, "");
    }

    /**
     * What a person set.
     *
     * @param until when it ends, ms of the epoch
     * @param operator principal of the person
     */
    public record Manual(GuardAction action, long until, String operator, String reason) {

        boolean isOverAt(Instant at) {
            return at.toEpochMilli() >= until;
        }
    }

    /**
     * A proxy's binding, or that it was removed: partitions tell it one after the other, and the newest counts.
     *
     * @param appended when it was appended to its topic, ms of the epoch: of two the later counts
     * @param removed the proxy does not serve the route any more, or not behind these entities
     * @param digest of what it says
     * @param actions severity to guard action, by their names
     * @param observed whether the policy is a dry run
     * @param confirmed partitions of the engine whose open drifts have all met this binding
     */
    public record Bound(
            long appended,
            boolean removed,
            String digest,
            Map<String, String> actions,
            boolean observed,
            Set<Integer> confirmed) {
        public Bound {
            actions = Map.copyOf(actions);
            confirmed = Set.copyOf(confirmed);
        }
    }

    /**
     * A drift behind the route.
     *
     * @param since append time of the fact that told it first, ms of the epoch
     * @param ingested when the differing state was appended to Kafka, ms of the epoch
     */
    public record OpenDrift(String driftId, String severity, String reason, long since, long ingested) {

        static OpenDrift worse(OpenDrift one, OpenDrift other) {
            return Severity.valueOf(one.severity()).compareTo(Severity.valueOf(other.severity())) >= 0 ? one : other;
        }
    }

    static GuardRow empty(String gateway, String route) {
        return new GuardRow(gateway, route, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), null, "", false);
    }

    /** The key of the route's records. */
    @JsonIgnore
    public String key() {
        return gateway + "/" + route;
    }

    GuardRow with(String bindingKey, Bound bound) {
        SortedMap<String, Bound> more = new TreeMap<>(bindings);
        more.put(bindingKey, bound);
        return new GuardRow(gateway, route, more, drifts, absorbed, manual, releasedBy, ordered);
    }

    /** Bindings that stand. */
    List<Bound> standing() {
        return bindings.values().stream().filter(bound -> !bound.removed()).toList();
    }

    GuardRow opened(String resourceKey, OpenDrift drift) {
        SortedMap<String, OpenDrift> more = new TreeMap<>(drifts);
        more.put(resourceKey, drift);
        return new GuardRow(gateway, route, bindings, more, absorbed, manual, "", ordered);
    }

    GuardRow closed(String resourceKey) {
        SortedMap<String, OpenDrift> fewer = new TreeMap<>(drifts);
        fewer.remove(resourceKey);
        return new GuardRow(gateway, route, bindings, fewer, absorbed, manual, releasedBy, ordered);
    }

    GuardRow absorbed(String resourceKey, OpenDrift drift) {
        if (!drifts.containsKey(resourceKey)) {
            return this;
        }
        SortedMap<String, OpenDrift> more = new TreeMap<>(absorbed);
        more.merge(resourceKey, drift, OpenDrift::worse);
        return new GuardRow(gateway, route, bindings, drifts, more, manual, "", ordered).closed(resourceKey);
    }

    GuardRow forgotten(String resourceKey) {
        SortedMap<String, OpenDrift> fewer = new TreeMap<>(absorbed);
        fewer.remove(resourceKey);
        return new GuardRow(gateway, route, bindings, drifts, fewer, manual, releasedBy, ordered).closed(resourceKey);
    }

    GuardRow set(Manual next) {
        return new GuardRow(gateway, route, bindings, drifts, absorbed, next, "", true);
    }

    /** With what a person set before our memory of it went: the guard in force tells. */
    GuardRow remembering(RouteGuard inForce) {
        @Nullable Instant until = inForce.getExpiresAt();
        return ordered || inForce.getKind() != GuardKind.MANUAL || until == null
                ? this
                : set(new Manual(
                        inForce.getAction(), until.toEpochMilli(), inForce.getOperator(), inForce.getReason()));
    }

    /** Nothing stands there by a person's word, or for lack of one, any more. What is open goes on guarding. */
    GuardRow released(String operator) {
        return new GuardRow(gateway, route, bindings, drifts, new TreeMap<>(), null, operator, true);
    }

    /** Without what a person set, when that has ended. */
    GuardRow at(Instant now) {
        return manual == null || !manual.isOverAt(now)
                ? this
                : new GuardRow(gateway, route, bindings, drifts, absorbed, null, releasedBy, ordered);
    }
}
