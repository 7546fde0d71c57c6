package io.driftgate.schemas.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue.
 *
 * @param name the name without prefix, kebab-case
 * @param key what the UTF-8 key says, for people
 * @param partitionedBy what decides the partition where that is less than the whole key; else equal to {@code key}
 * @param value the Avro record of the value; empty for a topic of plain JSON
 * @param cleanUp what Kafka does with old records
 * @param retention how long records stay; empty where nothing is deleted by age
 * @param minCompactionLag how long every record stays readable before compaction; zero for Kafka's default
 * @param writers who may write
 * @param readers who may read
 */
public record Topic(
        String name,
        String key,
        String partitionedBy,
        Optional<Class<? extends SpecificRecord>> value,
        CleanUp cleanUp,
        Optional<Duration> retention,
        Duration minCompactionLag,
        Set<Service> writers,
        Set<Service> readers) {

    public Topic {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("topic name: " + name + " (expected: kebab-case)");
        }
        if (cleanUp.deletes() != retention.isPresent()) {
            throw new IllegalArgumentException(
                    name + ": retention " + retention + " (expected: one exactly where records are deleted by age)");
        }
        writers = Set.copyOf(writers);
        readers = Set.copyOf(readers);
    }

    /** Subject of the value's schema in the registry, without prefix: {@code <topic>-value}. */
    public String valueSubject() {
        return name + "-value";
    }

    /**
     * The topic's settings as Kafka spells them. Topics are {@code LogAppendTime}, so that retention and replay follow
     * the broker's clock and a record from last year cannot be deleted before it is read.
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("cleanup.policy", cleanUp.policy());
        settings.put("message.timestamp.type", "LogAppendTime");
        retention.ifPresent(time -> settings.put("retention.ms", Long.toString(time.toMillis())));
        if (cleanUp.compacts()) {
            settings.put("min.compaction.lag.ms", Long.toString(minCompactionLag.toMillis()));
        }
        return Map.copyOf(settings);
    }
}
