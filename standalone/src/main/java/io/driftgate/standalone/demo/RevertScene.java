package io.driftgate.standalone.demo;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** REVERT: the change is taken back; the drift ends, the guard is released, the alert is resolved. */
final class RevertScene {

    private RevertScene() {}

    /** @return from the append of the state that was put back to the first served call */
    static Duration play(Stage stage, World world, DriftScene.Broken broken) throws Exception {
        String id = broken.drift().getId();
        try (RouteProbe probe = new RouteProbe(stage.caller(), "/orders", status -> status == 200)) {
            stage.files().trail(Trail.GROUP_CLOSED);
            stage.files().live(world.putGroupBack());
            Instant appended = stage.expect("the state that was put back", () -> putBack(stage, broken))
                    .appended();
            DriftRecord ended = stage.expect(
                            "the end of " + id,
                            () -> stage.watch()
                                    .drifts
                                    .last(record -> record.getId().equals(id)
                                            && record.getResolution() != Resolution.UNRESOLVED))
                    .value();
            stage.expectThat(
                    "the release of the guard",
                    () -> broken.drift().getRoutes().stream()
                            .allMatch(route -> DriftScene.guard(stage, route)
                                    .filter(guard -> guard.getAction() == GuardAction.NONE)
                                    .isPresent()));
            Alert alert = stage.expect(
                            "the resolved alert of " + id,
                            () -> stage.watch()
                                    .alerts
                                    .last(record -> record.getDriftIds().contains(id)
                                            && record.getStatus() == AlertStatus.RESOLVED))
                    .value();
            Caller.Answer served = stage.expect("a served call after the release", probe::answer);
            Caller.Answer alice = stage.caller().alice("GET", "/orders");
            String guard = DriftScene.guard(stage, broken.drift().getRoutes().getFirst())
                    .map(record -> record.getAction().name())
                    .orElse("(none)");
            stage.tell(new Act.Reverted(
                    ended.getResolution().name(), guard, alert.getStatus().name(), alice.status()));
            Stage.require(alice.status() == 200, "a route that is open again");
            return Duration.between(appended, served.at());
        }
    }

    private static Optional<TopicLog.Entry<SnapshotRecord>> putBack(Stage stage, DriftScene.Broken broken) {
        return stage.watch()
                .snapshots
                .entries()
                .filter(entry -> DriftScene.isReread(entry.value(), broken.drift()))
                .skip(1)
                .findFirst();
    }
}
