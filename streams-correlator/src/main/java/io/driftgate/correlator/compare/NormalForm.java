package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One text for most ways to say the same, to find equal elements of large sets fast. Equal texts mean equal values; unequal
 * ones say nothing yet ({@code 1e3} and {@code 1000}).
 */
record NormalForm(AttributeTable table, String type) {

    private record Placed(String text, JsonNode item) {}

    /** @param names where the value stands: member names from the root, no indexes */
    String of(List<String> names, JsonNode value) {
        return CanonicalJson.write(copy(names, value));
    }

    private JsonNode copy(List<String> names, JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                value.properties().forEach(member -> {
                    List<String> below = below(names, member.getKey());
                    if (!table.skips(type, below) && !Meaning.isEmpty(member.getValue())) {
                        copy.set(member.getKey(), copy(below, member.getValue()));
                    }
                });
                yield copy;
            }
            case ARRAY -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                if (table.word(type, names) == AttributeTable.Word.SET) {
                    TreeMap<String, JsonNode> sorted = new TreeMap<>();
                    value.forEach(item -> {
                        JsonNode element = copy(names, item);
                        sorted.put(CanonicalJson.write(element), element);
                    });
                    sorted.values().forEach(copy::add);
                } else {
                    value.forEach(item -> copy.add(copy(names, item)));
                }
                yield copy;
            }
            case STRING ->
                Meaning.document(value)
                        .flatMap(PolicyDocument::normal)
                        .<JsonNode>map(TextNode::valueOf)
                        .orElse(value);
            case NUMBER, BOOLEAN -> TextNode.valueOf(Meaning.scalarText(value));
            case NULL, MISSING, BINARY, POJO -> value;
        };
    }

    /**
     * A live value with its sets in an order that does not depend on how they were read: what is declared first, in the declared
     * order, then the rest by text. So the same finding is always told in the same words.
     */
    JsonNode ordered(List<String> names, JsonNode declared, JsonNode live) {
        if (live instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> copy.set(
                            member.getKey(),
                            ordered(below(names, member.getKey()), declared.path(member.getKey()), member.getValue())));
            return copy;
        }
        if (!(live instanceof ArrayNode array)) {
            return live;
        }
        List<JsonNode> items = new ArrayList<>();
        array.forEach(item -> items.add(ordered(names, MissingNode.getInstance(), item)));
        if (table.word(type, names) == AttributeTable.Word.SET) {
            Map<String, Integer> places = new HashMap<>();
            declared.forEach(item -> places.putIfAbsent(of(names, item), places.size()));
            return JsonNodeFactory.instance
                    .arrayNode()
                    .addAll(items.stream()
                            .map(item -> new Placed(of(names, item), item))
                            .sorted(Comparator.<Placed>comparingInt(
                                            placed -> places.getOrDefault(placed.text(), places.size()))
                                    .thenComparing(Placed::text)
                                    .thenComparing(placed -> CanonicalJson.write(placed.item())))
                            .map(Placed::item)
                            .toList());
        }
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    static List<String> below(List<String> names, String name) {
        return Stream.concat(names.stream(), Stream.of(name)).toList();
    }
}
