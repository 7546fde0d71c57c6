package io.driftgate.standalone.demo;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SOMEONE, DRIFT, GUARD: the group is opened by hand; it is seen, explained, told, and the route is shut. */
final class DriftScene {

    private static final Duration WITHOUT_TRAIL = Duration.ofSeconds(3);

    /**
     * What came of it.
     *
     * @param toAlert from the append of the differing state to the append of its alert
     * @param toShut from there to the first refused call
     */
    record Broken(DriftRecord drift, Instant appended, Duration toAlert, Duration toShut) {}

    private DriftScene() {}

    static Broken play(Stage stage, World world) throws Exception {
        stage.tell(new Act.Someone("opens the security group in the AWS console"));
        try (RouteProbe probe = new RouteProbe(stage.caller(), "/orders", status -> status != 200)) {
            if (stage.options().trail()) {
                stage.files().trail(Trail.GROUP_OPENED);
            }
            if (stage.options().opened()) {
                stage.files().live(world.openGroup());
            }
            TopicLog.Entry<DriftRecord> first = stage.expect(
                    "a drift record of " + World.GROUP,
                    () -> stage.watch()
                            .drifts
                            .first(record -> isOf(record) && record.getStatus() == DriftStatus.DRIFTED));
            Instant appended = stage.expect(
                            "the differing state of " + World.GROUP,
                            () -> stage.watch().snapshots.first(record -> isReread(record, first.value())))
                    .appended();
            DriftRecord drift = explained(stage, first.value());
            TopicLog.Entry<Alert> alert = stage.expect(
                    "an alert of " + drift.getId(),
                    () -> stage.watch()
                            .alerts
                            .first(record -> record.getStatus() == AlertStatus.OPEN
                                    && record.getDriftIds().contains(drift.getId())));
            stage.tell(drifted(drift, Duration.between(appended, first.appended())));

            Caller.Answer refused = stage.expect("a refused call on route " + WorldScene.ROUTE, probe::answer);
            Duration toShut = Duration.between(appended, refused.at());
            guarded(stage, drift, toShut);
            return new Broken(drift, appended, Duration.between(appended, alert.appended()), toShut);
        }
    }

    /** The drift as it stands once the change that did it is known, or as it stands without. */
    private static DriftRecord explained(Stage stage, DriftRecord first) throws Exception {
        Optional<DriftRecord> known = stage.watch()
                .await(
                        stage.options().trail() ? stage.options().patience() : WITHOUT_TRAIL,
                        () -> stage.watch()
                                .drifts
                                .last(record -> isOf(record) && cause(record) != Cause.UNKNOWN)
                                .map(TopicLog.Entry::value));
        if (known.isEmpty() && stage.options().trail()) {
            throw new MissingException("the change that CloudTrail reported, as the cause of " + first.getId()
                    + ", did not come within " + stage.options().patience().toSeconds() + " s");
        }
        return known.orElseGet(() -> stage.watch()
                .drifts
                .last(DriftScene::isOf)
                .map(TopicLog.Entry::value)
                .orElse(first));
    }

    private static void guarded(Stage stage, DriftRecord drift, Duration toShut) throws Exception {
        List<String> routes = drift.getRoutes();
        Stage.require(!routes.isEmpty(), "a route that the drift stands behind");
        stage.expectThat(
                "a guard on " + String.join(" and ", routes),
                () -> routes.stream()
                        .allMatch(route ->
                                guard(stage, route).filter(DriftScene::shuts).isPresent()));
        RouteGuard guard = guard(stage, routes.getFirst()).orElseThrow();
        stage.expectThat(
                "a gateway that says it applies the guard",
                () -> stage.watch().gateways.entries().anyMatch(entry -> applies(entry.value(), guard)));
        int gateways = (int) instances(stage).count();
        int applied = (int) instances(stage)
                .filter(instance -> stage.watch()
                        .gateways
                        .last(status -> status.getInstance().equals(instance))
                        .filter(entry -> applies(entry.value(), guard))
                        .isPresent())
                .count();
        int reached = stage.upstream().requests();
        Caller.Answer alice = stage.caller().alice("GET", "/orders");
        Stage.require(
                stage.upstream().requests() == reached, "a guarded call that does not reach the upstream: it did");
        Caller.Answer other = stage.caller().alice("GET", "/catalog");
        stage.tell(new Act.Guarded(
                names(routes),
                guard.getAction().name(),
                applied,
                gateways,
                toShut,
                alice.status(),
                alice.problem().path("type").asText("").replace('-', ' '),
                alice.problem().path("drift").asText("(no drift named)"),
                "/catalog",
                other.status()));
        Stage.require(alice.status() == 503 && other.status() == 200, "a shut route beside an open one");
    }

    private static Act.Drifted drifted(DriftRecord drift, Duration after) throws MissingException {
        AttributeDifference worst = drift.getDifferences().stream()
                .max(Comparator.comparing(AttributeDifference::getSeverity))
                .orElseThrow(() -> new MissingException("a difference in the drift record"));
        return new Act.Drifted(
                drift.getSeverity().name(),
                drift.getId(),
                drift.getAddress(),
                after,
                worst.getPath(),
                ValueText.of(worst.getDeclared()),
                ValueText.of(worst.getLive()),
                cause(drift).name(),
                who(drift),
                worst.getReason(),
                Optional.ofNullable(worst.getTechnique()),
                List.of(names(drift.getRoutes()).split(", ")));
    }

    private static Optional<Act.Who> who(DriftRecord drift) {
        Attribution attribution = drift.getAttribution();
        if (attribution == null
                || attribution.getChange() == null
                || attribution.getChange().getActor() == null) {
            return Optional.empty();
        }
        var change = attribution.getChange();
        var actor = change.getActor();
        return Optional.of(new Act.Who(
                actor.getName(),
                change.getChannel().name(),
                change.getSourceAddress(),
                Optional.ofNullable(actor.getMfa()),
                attribution.getConfidence()));
    }

    static Cause cause(DriftRecord drift) {
        Attribution attribution = drift.getAttribution();
        return attribution == null ? Cause.UNKNOWN : attribution.getCause();
    }

    /** The latest guard of a route, as gateway/route. */
    static Optional<RouteGuard> guard(Stage stage, String route) {
        return stage.watch()
                .guards
                .last(record -> record.getKey().equals(route))
                .map(TopicLog.Entry::value);
    }

    private static boolean shuts(RouteGuard guard) {
        return guard.getAction() != GuardAction.NONE && guard.getAction() != GuardAction.OBSERVE;
    }

    private static boolean applies(GatewayStatus status, RouteGuard guard) {
        return status.getGateway().equals(guard.getGateway())
                && status.getGuardVersions().getOrDefault(guard.getRoute(), -1L) >= guard.getVersion();
    }

    private static Stream<String> instances(Stage stage) {
        return stage.watch()
                .gateways
                .entries()
                .map(entry -> entry.value().getInstance())
                .distinct();
    }

    private static boolean isOf(DriftRecord record) {
        return record.getAddress().equals(World.GROUP);
    }

    static boolean isReread(SnapshotRecord record, DriftRecord drift) {
        return record.getKind() == SnapshotKind.REFRESHED
                && record.getResource() != null
                && record.getResource().getResourceKey().equals(drift.getResourceKey());
    }

    private static String names(List<String> routes) {
        return routes.stream()
                .map(route -> route.substring(route.indexOf('/') + 1))
                .collect(Collectors.joining(", "));
    }
}
