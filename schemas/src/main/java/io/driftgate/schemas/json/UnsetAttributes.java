package io.driftgate.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Keeps apart what a state says is not set and what it does not know. Canonical JSON drops members that are null, but to a
 * state null is a statement: nobody set {@code permissions_boundary}, and one that is there was set by hand. So a declared
 * resource names such attributes in a member of its own: {@code {"$unset": ["permissions_boundary"]}}.
 */
public final class UnsetAttributes {

    /** Name of the member; no provider has attributes that begin so. */
    public static final String MEMBER = "$unset";

    private UnsetAttributes() {}

    /** A copy that names the attributes that are null on its top level; the same where there are none. */
    public static JsonNode named(JsonNode attributes) {
        List<String> unset = attributes.properties().stream()
                .filter(member -> member.getValue().isNull())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (unset.isEmpty()) {
            return attributes;
        }
        ObjectNode copy = attributes.deepCopy();
        ArrayNode names = copy.putArray(MEMBER);
        unset.forEach(names::add);
        return copy;
    }

    /** A copy in which they are null again; the same where none are named. */
    public static JsonNode restored(JsonNode attributes) {
        if (!(attributes instanceof ObjectNode object) || !object.has(MEMBER)) {
            return attributes;
        }
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        JsonNode names = copy.remove(MEMBER);
        names.forEach(name -> copy.putIfAbsent(name.asText(), copy.nullNode()));
        return copy;
    }
}
