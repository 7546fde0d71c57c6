package io.driftgate.correlator.topology;

import io.driftgate.schemas.events.EntityFact;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where records go when it is not their whole key that decides; a part of a key goes where it would go as a key. */
final class Partitioning {

    private static final String TICK = "tick/";

    private Partitioning() {}

    /** Key of the clock's record for one partition. */
    static String tickFor(int partition) {
        return TICK + partition;
    }

    /** Facts about an entity go to its partition, the clock to the one it names, everything else to all. */
    static StreamPartitioner<String, EntityFact> facts() {
        return (topic, key, fact, partitions) -> switch (fact.getKind()) {
            case RESOURCE, CHANGE -> Optional.of(Set.of(of(key, partitions)));
            case TICK -> Optional.of(Set.of(Integer.parseInt(key.substring(TICK.length())) % partitions));
            case SCOPE_COMPLETED, SCOPE_CONFIGURED, SCOPE_RETIRED, BINDING, COMMAND, NOTHING ->
                Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
        };
    }

    /** By what stands before the first such character: the entity of a resource key, the gateway of a route. */
    static <V extends SpecificRecord> StreamPartitioner<String, V> upTo(char end) {
        return (topic, key, value, partitions) -> {
            int index = key.indexOf(end);
            return Optional.of(Set.of(of(index < 0 ? key : key.substring(0, index), partitions)));
        };
    }

    private static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
