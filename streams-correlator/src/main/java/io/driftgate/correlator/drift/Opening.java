package io.driftgate.correlator.drift;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was right when an episode began. The state may take over what was changed by hand: then live and code agree, and what
 * the hand opened is open still. So an open drift is measured by what the code said before, too.
 *
 * @param declared what the code said; null for a resource that nobody declared
 * @param attributes top-level attributes in which live left the code at some time of the episode; an empty one means the
 *     whole resource
 */
public record Opening(@Nullable Described declared, List<String> attributes) {

    public Opening {
        attributes = List.copyOf(attributes);
    }

    Opening and(List<String> more) {
        return new Opening(
                declared,
                Stream.concat(attributes.stream(), more.stream())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
