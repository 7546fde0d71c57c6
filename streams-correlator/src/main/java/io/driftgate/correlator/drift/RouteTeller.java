package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the guard decider which drifts stand behind which routes. A first sight guards nothing and is not told. Pure. */
final class RouteTeller {

    private final int partition;
    private final EngineOutput output;

    RouteTeller(int partition, EngineOutput output) {
        this.partition = partition;
        this.output = output;
    }

    /** A drift that was said anew. */
    void drift(@Nullable DriftRecord before, DriftRecord now, Instant appended) {
        Set<String> told = before != null && isTold(before) ? Set.copyOf(before.getRoutes()) : Set.of();
        Set<String> behind = isTold(now) ? Set.copyOf(now.getRoutes()) : Set.of();
        for (String route : sorted(behind)) {
            output.routeFact(
                    fact(RouteFactKind.DRIFT_OPENED, route, now, appended).build());
        }
        Set<String> left = new HashSet<>(told);
        left.removeAll(behind);
        for (String route : sorted(left)) {
            output.routeFact(
                    fact(RouteFactKind.DRIFT_CLOSED, route, now, appended).build());
        }
    }

    /** A binding that all open drifts of this partition have met. */
    void binding(EntityFact fact) {
        List<String> parts = List.of(fact.getBindingKey().split("/", 3));
        @Nullable RouteBinding binding = fact.getBinding();
        output.routeFact(RouteFact.newBuilder()
                .setKind(RouteFactKind.BINDING)
                .setGateway(parts.get(0))
                .setRoute(parts.get(1))
                .setBindingKey(fact.getBindingKey())
                .setBinding(binding)
                .setConfirmedPartition(partition)
                .setAppendTime(fact.getAppendTime())
                .build());
    }

    private static boolean isTold(DriftRecord record) {
        return Ledger.isOpen(record) && !record.getFirstSight();
    }

    private static RouteFact.Builder fact(RouteFactKind kind, String route, DriftRecord drift, Instant appended) {
        int slash = route.indexOf('/');
        return RouteFact.newBuilder()
                .setKind(kind)
                .setGateway(route.substring(0, slash))
                .setRoute(route.substring(slash + 1))
                .setResourceKey(drift.getResourceKey())
                .setDriftId(drift.getId())
                .setEpisode(drift.getEpisode())
                .setSeverity(drift.getSeverity())
                .setStatus(drift.getStatus())
                .setResolution(kind == RouteFactKind.DRIFT_CLOSED ? drift.getResolution() : Resolution.UNRESOLVED)
                .setReason(reason(drift))
                .setLiveReread(drift.getLiveReread())
                .setFirstSight(drift.getFirstSight())
                .setIngested(drift.getIngested())
                .setAppendTime(appended);
    }

    private static String reason(DriftRecord drift) {
        String name = drift.getAddress().isEmpty() ? drift.getEntity() : drift.getAddress();
        return drift.getDifferences().stream()
                .max(Comparator.comparing(AttributeDifference::getSeverity))
                .map(worst -> name + ": " + worst.getReason())
                .orElse(name);
    }

    private static List<String> sorted(Set<String> routes) {
        return routes.stream().sorted().toList();
    }
}
