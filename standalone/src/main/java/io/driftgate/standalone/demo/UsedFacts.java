package io.driftgate.standalone.demo;

import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.SnapshotRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Waits until the drift engine has used certain facts: only after that does its silence about them say anything. */
final class UsedFacts {

    private UsedFacts() {}

    /** Facts that go to every partition: each of them, on each. */
    static void awaitOnAll(Stage stage, String what, List<Predicate<EntityFact>> wanted)
            throws MissingException, InterruptedException {
        int partitions = stage.watch().facts.partitions();
        await(stage, what, () -> {
            Map<TopicPartition, Long> last = new HashMap<>();
            for (Predicate<EntityFact> each : wanted) {
                Map<TopicPartition, Long> found = places(stage, each);
                if (found.size() < partitions) {
                    return Optional.empty();
                }
                found.forEach((partition, offset) -> last.merge(partition, offset, Math::max));
            }
            return Optional.of(last);
        });
    }

    /** A fact that goes to one partition. */
    static void await(Stage stage, String what, Predicate<EntityFact> wanted)
            throws MissingException, InterruptedException {
        await(stage, what, () -> Optional.of(places(stage, wanted)).filter(found -> !found.isEmpty()));
    }

    /** The fact that a snapshot has ended. */
    static Predicate<EntityFact> endOf(SnapshotRecord ended) {
        return fact -> fact.getKind() == FactKind.SCOPE_COMPLETED
                && fact.getScope().equals(ended.getScope())
                && fact.getSnapshotId().equals(ended.getSnapshotId());
    }

    private static void await(Stage stage, String what, Supplier<Optional<Map<TopicPartition, Long>>> places)
            throws MissingException, InterruptedException {
        Map<TopicPartition, Long> needed = stage.expect(what, places);
        Set<TopicPartition> behind = new HashSet<>(needed.keySet());
        stage.expectThat("the engine's use of " + what, () -> {
            Map<TopicPartition, Long> committed = stage.engine().committed();
            behind.removeIf(partition -> committed.getOrDefault(partition, 0L) > needed.getOrDefault(partition, 0L));
            return behind.isEmpty();
        });
    }

    /** The offset of the last such fact in each partition that has one. */
    private static Map<TopicPartition, Long> places(Stage stage, Predicate<EntityFact> wanted) {
        Map<TopicPartition, Long> places = new HashMap<>();
        stage.watch()
                .facts
                .entries()
                .filter(entry -> wanted.test(entry.value()))
                .forEach(entry -> places.merge(entry.partition(), entry.offset(), Math::max));
        return places;
    }
}
