package io.driftgate.standalone.catalogue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How one topic or subject of the catalogue stands in a cluster.
 *
 * @param name its full name, prefix included
 * @param detail what was found and expected, or what was done; empty when there is nothing to say
 */
public record Entry(Kind kind, String name, State state, String detail) {

    public enum Kind {
        TOPIC,
        SUBJECT
    }

    public enum State {
        /** As the catalogue says. */
        FINE,
        /** Was missing or otherwise, and is now as the catalogue says. */
        MADE,
        /** Not there. */
        MISSING,
        /** There, and not as the catalogue says. */
        WRONG
    }

    /** Whether it is now as the catalogue says. */
    public boolean isFine() {
        return state == State.FINE || state == State.MADE;
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind.name())
                .put("name", name)
                .put("state", state.name())
                .put("detail", detail);
    }
}
