package io.driftgate.standalone.catalogue;

import io.driftgate.schemas.registry.CompatibilityLevel;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.catalogue.Entry.Kind;
import io.driftgate.standalone.catalogue.Entry.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** The catalogue's subjects in one registry: our schema is registered, and every next one is held to FULL_TRANSITIVE. */
final class SubjectsInRegistry {

    private static final CompatibilityLevel LEVEL = CompatibilityLevel.FULL_TRANSITIVE;

    private final SchemaRegistryClient registry;
    private final TopicPrefix prefix;

    /**
     * @param registry stays the caller's to close
     * @throws RegistryException when it does not answer, or is none
     */
    SubjectsInRegistry(SchemaRegistryClient registry, TopicPrefix prefix) {
        // Only a registry has a level; of another server's empty answers every subject would look missing.
        var unused = registry.globalCompatibility();
        this.registry = registry;
        this.prefix = prefix;
    }

    /** Nothing for a topic of plain JSON. */
    Optional<Entry> check(Topic topic) {
        String subject = prefix.valueSubject(topic);
        return schema(topic).map(schema -> {
            if (registry.versions(subject).isEmpty()) {
                return new Entry(Kind.SUBJECT, subject, State.MISSING, "not found");
            }
            List<String> problems = new ArrayList<>();
            if (registry.lookUp(subject, schema).isEmpty()) {
                problems.add("our schema is not among its versions");
            }
            CompatibilityLevel level = registry.effectiveCompatibility(subject);
            if (level != LEVEL) {
                problems.add("compatibility is " + level + " (expected: " + LEVEL + ")");
            }
            return problems.isEmpty()
                    ? new Entry(Kind.SUBJECT, subject, State.FINE, "")
                    : new Entry(Kind.SUBJECT, subject, State.WRONG, String.join("; ", problems));
        });
    }

    /** Nothing for a topic of plain JSON. */
    Optional<Entry> make(Topic topic) {
        String subject = prefix.valueSubject(topic);
        return schema(topic).map(schema -> {
            try {
                return made(subject, schema);
            } catch (RegistryException refused) {
                if (refused.reason() != RegistryException.Reason.INCOMPATIBLE
                        && refused.reason() != RegistryException.Reason.INVALID) {
                    throw refused;
                }
                return new Entry(Kind.SUBJECT, subject, State.WRONG, refused.getMessage());
            }
        });
    }

    private Entry made(String subject, Schema schema) {
        List<String> done = new ArrayList<>();
        boolean there = !registry.versions(subject).isEmpty();
        // The level first, so that it already judges our schema; a registry may refuse one for a subject that is not
        // there.
        if (there) {
            hold(subject, done);
        }
        if (registry.lookUp(subject, schema).isEmpty()) {
            var unused = registry.register(subject, schema);
            done.add("registered");
        }
        if (!there) {
            hold(subject, done);
        }
        return new Entry(Kind.SUBJECT, subject, done.isEmpty() ? State.FINE : State.MADE, String.join(", ", done));
    }

    /** Under a level of its own: the registry's may be changed for the sake of others. */
    private void hold(String subject, List<String> done) {
        if (registry.compatibility(subject).filter(level -> level == LEVEL).isEmpty()) {
            registry.setCompatibility(subject, LEVEL);
            done.add("compatibility set to " + LEVEL);
        }
    }

    private static Optional<Schema> schema(Topic topic) {
        return topic.value().map(type -> SpecificData.get().getSchema(type));
    }
}
