package io.driftgate.standalone.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells how far the drift engine has come in its facts, by what it committed: whether nothing differs can be said only
 * after the facts that could differ were used.
 *
 * @param admin stays the caller's to close
 * @param topic of the facts
 */
record Engine(Admin admin, String topic) {

    /** The committed offset of each partition, of whichever group reads the facts. */
    Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            for (GroupListing group : admin.listGroups().all().get()) {
                admin.listConsumerGroupOffsets(group.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((partition, offset) -> {
                            if (partition.topic().equals(topic) && offset != null) {
                                committed.merge(partition, offset.offset(), Math::max);
                            }
                        });
            }
        } catch (ExecutionException unanswered) {
            // Asked again at the next look.
            return Map.of();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
        return committed;
    }
}
