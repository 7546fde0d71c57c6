package io.driftgate.standalone.demo;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.Views;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** WORLD: both snapshots are in, the engine has compared them, and nothing differs. */
final class WorldScene {

    static final String ROUTE = "orders";

    private WorldScene() {}

    static void play(Stage stage) throws Exception {
        SnapshotRecord declared = ended(stage, "declared:");
        SnapshotRecord live = ended(stage, "live:");
        RouteBinding binding = stage.expect(
                        "the binding of route " + ROUTE,
                        () -> stage.watch()
                                .bindings
                                .last(record -> record.getRoute().equals(ROUTE)))
                .value();
        UsedFacts.awaitOnAll(
                stage,
                "the facts of both snapshots and of the binding",
                List.of(
                        UsedFacts.endOf(declared),
                        UsedFacts.endOf(live),
                        fact -> fact.getKind() == FactKind.BINDING
                                && fact.getBinding() != null
                                && fact.getBinding().getRoute().equals(ROUTE)));
        requireInSync(stage);
        stage.tell(new Act.InSync(
                count(declared),
                count(live),
                ROUTE,
                String.valueOf(binding.getBackedBy().getFirst().getTerraform())));
    }

    /** By the topic, read to its end, and by the API. */
    static void requireInSync(Stage stage) throws Exception {
        stage.watch().drifts.readToEnd(stage.options().patience());
        List<String> differing = stage
                .watch()
                .drifts
                .entries()
                .map(TopicLog.Entry::value)
                .collect(Collectors.toMap(DriftRecord::getResourceKey, record -> record, (older, newer) -> newer))
                .values()
                .stream()
                .filter(record -> record.getStatus() != DriftStatus.IN_SYNC)
                .map(DriftRecord::getId)
                .toList();
        Stage.require(differing.isEmpty(), "a world in sync: drift records of " + differing + " say otherwise");
        ApiAnswer answer = stage.api().list("drift");
        Stage.require(
                answer.complete() && answer.items().stream().noneMatch(Views::isOpenDrift),
                "a complete answer of the API without open drift");
    }

    private static SnapshotRecord ended(Stage stage, String scope) throws Exception {
        return stage.expect(
                        "the end of the first " + scope.replace(":", "") + " snapshot",
                        () -> stage.watch()
                                .snapshots
                                .first(record -> record.getKind() == SnapshotKind.ENDED
                                        && record.getScope().startsWith(scope)))
                .value();
    }

    private static int count(SnapshotRecord ended) {
        return (int) Objects.requireNonNullElse(ended.getCount(), 0L).longValue();
    }
}
