package io.driftgate.kit.kafka;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Problems;

/**
 * How topics are made, the same in every service's file.
 *
 * @param partitions of every topic; the same in all services, or tasks could not read topics together
 * @param replication copies of a new topic; -1 leaves it to the broker
 * @param registerSchemas whether this service may register schemas; a deployment does it otherwise
 */
public record TopicsSection(
        @Default("8") int partitions,
        @Default("-1") int replication,
        @Default("false") boolean registerSchemas) implements Checked {

    @Override
    public void check(Problems problems) {
        if (partitions < 1 || partitions > 10_000) {
            problems.at("partitions").add(Integer.toString(partitions), "1 to 10000");
        }
        if (replication != -1 && (replication < 1 || replication > 100)) {
            problems.at("replication").add(Integer.toString(replication), "1 to 100, or -1 for the broker's default");
        }
    }
}
