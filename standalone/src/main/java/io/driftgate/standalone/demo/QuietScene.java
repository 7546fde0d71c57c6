package io.driftgate.standalone.demo;

import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * QUIET: a listed pipeline deploys. Its difference stands for longer than anybody else's would without being told, and is
 * gone once its state file has followed.
 */
final class QuietScene {

    /** Timers of the engine fire with its clock, which ticks once a second, and what they say has to be committed. */
    private static final Duration TICKS = Duration.ofMillis(2_200);

    private QuietScene() {}

    static void play(Stage stage, World world) throws Exception {
        stage.files().trail(Trail.FUNCTION_DEPLOYED);
        CloudChange change = stage.expect(
                        "the pipeline's change, as CloudTrail reported it",
                        () -> stage.watch()
                                .changes
                                .first(record -> record.getService().equals("lambda")))
                .value();
        UsedFacts.await(
                stage,
                "the fact of the pipeline's change",
                fact -> fact.getKind() == FactKind.CHANGE && fact.getEntity().equals(change.getEntity()));

        World deployed = world.deployFunction();
        stage.files().live(deployed);
        TopicLog.Entry<SnapshotRecord> differing = stage.expect(
                "the changed state of " + World.FUNCTION,
                () -> stage.watch()
                        .snapshots
                        .first(record -> record.getKind() == SnapshotKind.REFRESHED
                                && record.getResource() != null
                                && record.getResource().getEntity().equals(change.getEntity())));
        UsedFacts.await(
                stage,
                "the fact of the changed state",
                fact -> fact.getKind() == FactKind.RESOURCE
                        && fact.getRefreshed()
                        && fact.getEntity().equals(change.getEntity()));
        Duration others = stage.othersWait();
        Optional<DriftRecord> told = stage.watch()
                .await(
                        others.plus(TICKS),
                        () -> stage.watch()
                                .drifts
                                .last(record -> record.getEntity().equals(change.getEntity()))
                                .map(TopicLog.Entry::value));
        Stage.require(
                told.isEmpty(),
                "silence about the pipeline's change: "
                        + told.map(record -> record.getId() + " was told, cause " + DriftScene.cause(record))
                                .orElse(""));

        stage.files().declared(deployed.stateFollows());
        TopicLog.Entry<SnapshotRecord> followed = stage.expect(
                "the state that follows",
                () -> stage.watch()
                        .snapshots
                        .entries()
                        .filter(entry -> entry.value().getKind() == SnapshotKind.ENDED
                                && entry.value().getScope().startsWith("declared:"))
                        .skip(1)
                        .findFirst());
        UsedFacts.awaitOnAll(stage, "the facts of the state that follows", List.of(UsedFacts.endOf(followed.value())));
        WorldScene.requireInSync(stage);
        stage.watch().alerts.readToEnd(stage.options().patience());
        String key = Objects.requireNonNull(differing.value().getResource()).getResourceKey();
        int alerts = (int) stage.watch()
                .alerts
                .entries()
                .filter(entry -> entry.value().getSubject().equals(key))
                .count();
        stage.tell(new Act.Quiet(
                role(change), Duration.between(differing.appended(), followed.appended()), others, alerts));
        Stage.require(alerts == 0, "silence about the pipeline's change: it was alerted");
    }

    private static String role(CloudChange change) {
        if (change.getActor() == null || change.getActor().getSessionIssuerArn() == null) {
            return "(no role)";
        }
        String role = change.getActor().getSessionIssuerArn();
        return role.substring(role.lastIndexOf(':') + 1);
    }
}
