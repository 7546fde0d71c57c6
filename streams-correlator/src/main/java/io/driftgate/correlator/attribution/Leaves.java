package io.driftgate.correlator.attribution;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a JSON value holds: texts of its scalars, and names of its members. A JSON document inside a text is looked into.
 *
 * @param values scalars as texts; short ones ({@code true}, {@code 0}) say nothing by themselves and are left out
 * @param named {@code name=value} for every scalar that is a member, the name without case and separators
 * @param words words of all member names
 */
record Leaves(Set<String> values, Set<String> named, Set<String> words) {

    private static final int SHORTEST_VALUE = 2;

    static Leaves of(JsonNode json) {
        Leaves leaves = new Leaves(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        leaves.collect("", json);
        return leaves;
    }

    static Leaves none() {
        return new Leaves(Set.of(), Set.of(), Set.of());
    }

    /** Values of this that the other has not. */
    Set<String> valuesNotIn(Leaves other) {
        Set<String> only = new HashSet<>(values);
        only.removeAll(other.values);
        return only;
    }

    private void collect(String name, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT ->
                value.properties().forEach(member -> {
                    words.addAll(Words.of(member.getKey()));
                    collect(member.getKey(), member.getValue());
                });
            case ARRAY -> value.forEach(item -> collect(name, item));
            case STRING -> text(name, value.textValue());
            case NUMBER -> scalar(name, CanonicalJson.write(value), false);
            case BOOLEAN -> scalar(name, value.asText(), true);
            case NULL, MISSING, BINARY, POJO -> {}
        }
    }

    private void text(String name, String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                collect(name, CanonicalJson.read(text));
                return;
            } catch (IllegalArgumentException noJson) {
                // A text like any other.
            }
        }
        scalar(name, text, text.equals("true") || text.equals("false"));
    }

    private void scalar(String name, String text, boolean common) {
        named.add(compact(name) + "=" + text);
        if (!common && text.length() >= SHORTEST_VALUE) {
            values.add(text);
        }
    }

    static String compact(String name) {
        return String.join("", name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
    }
}
