package io.driftgate.schemas.registry;

import java.util.List;

/** What the registry says to a schema that is not registered yet. */
public sealed interface CompatibilityVerdict {

    /** It could be registered. */
    record Compatible() implements CompatibilityVerdict {}

    /**
     * It would be refused.
     *
     * @param messages the registry's findings, in its words; may be empty
     */
    record Incompatible(List<String> messages) implements CompatibilityVerdict {
        public Incompatible {
            messages = List.copyOf(messages);
        }
    }
}
