package io.driftgate.correlator.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must hold of any resource. The seed stands in the failure's message. */
class DriftComparerPropertyTest {

    private static final int RUNS = 2000;
    private static final String GROUP = "aws_security_group";
    private static final List<String> NAMES = List.of("name", "mode", "tags", "a.b", "size", "ingress", "egress");

    private final DriftComparer comparer = DriftComparer.shipped();

    @Test
    void shouldFindNothingBetweenAResourceAndItself() {
        forAll((random, resource) -> assertThat(
                        comparer.compare(GROUP, resource, resource.deepCopy()).inSync())
                .isTrue());
    }

    @Test
    void shouldNotDependOnTheOrderOfMembers() {
        forAll((random, resource) -> {
            ObjectNode other = mutated(resource, random);
            assertThat(comparer.compare(GROUP, shuffledMembers(resource, random), shuffledMembers(other, random)))
                    .isEqualTo(comparer.compare(GROUP, resource, other));
        });
    }

    @Test
    void shouldNotDependOnTheOrderOfASet() {
        forAll((random, resource) -> {
            ObjectNode shuffled = resource.deepCopy();
            if (shuffled.path("ingress") instanceof ArrayNode ingress) {
                shuffled.set("ingress", shuffledItems(ingress, random));
            }
            assertThat(comparer.compare(GROUP, resource, shuffled).inSync()).isTrue();
            ObjectNode other = mutated(resource, random);
            ObjectNode otherShuffled = other.deepCopy();
            if (other.path("ingress") instanceof ArrayNode ingress) {
                otherShuffled.set("ingress", shuffledItems(ingress, random));
            }
            assertThat(comparer.compare(GROUP, resource, otherShuffled))
                    .isEqualTo(comparer.compare(GROUP, resource, other));
        });
    }

    @Test
    void shouldNeverOverlookAChangedLeaf() {
        forAll((random, resource) -> {
            ObjectNode other = mutated(resource, random);
            Comparison comparison = comparer.compare(GROUP, resource, other);
            if (!other.equals(resource)) {
                assertThat(comparison.inSync()).as("%s", other).isFalse();
            }
        });
    }

    private interface Property {
        void holds(Random random, ObjectNode resource);
    }

    private static void forAll(Property property) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            ObjectNode resource = object(random, 3);
            try {
                property.holds(random, resource);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ", run " + run + ": " + resource, broken);
            }
        }
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int members = random.nextInt(1, NAMES.size());
        for (int i = 0; i < members; i++) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> json.numberNode(random.nextInt(5));
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 ->
                json.textNode(List.of("", "0", "true", "x", "[1]", "{\"Statement\":[{\"Action\":\"*\"}]}")
                        .get(random.nextInt(6)));
            case 3 -> json.nullNode();
            case 4 ->
                json.objectNode().put("$sensitive", "hmac-sha256:k" + random.nextInt(2) + ":" + random.nextInt(3));
            case 5 -> json.textNode("t" + random.nextInt(4));
            case 6 -> object(random, depth - 1);
            default -> {
                ArrayNode array = json.arrayNode();
                boolean blocks = random.nextBoolean();
                int items = random.nextInt(5);
                for (int i = 0; i < items; i++) {
                    array.add(blocks ? object(random, depth - 1) : value(random, 0));
                }
                yield array;
            }
        };
    }

    /** A copy in which one leaf has a value that was nowhere; the copy is equal when there is no leaf. */
    private static ObjectNode mutated(ObjectNode resource, Random random) {
        ObjectNode copy = resource.deepCopy();
        List<Consumer<JsonNode>> leaves = new ArrayList<>();
        collect(copy, leaves);
        if (!leaves.isEmpty()) {
            leaves.get(random.nextInt(leaves.size()))
                    .accept(JsonNodeFactory.instance.textNode("new" + random.nextInt(1000)));
        }
        return copy;
    }

    private static void collect(JsonNode node, List<Consumer<JsonNode>> leaves) {
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(member -> {
                if (!member.getValue().isContainerNode()) {
                    leaves.add(value -> object.set(member.getKey(), value));
                }
                collect(member.getValue(), leaves);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                if (!array.get(i).isContainerNode()) {
                    leaves.add(value -> array.set(index, value));
                }
                collect(array.get(i), leaves);
            }
        }
    }

    private static JsonNode shuffledMembers(JsonNode node, Random random) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            names.forEach(name -> copy.set(name, shuffledMembers(object.get(name), random)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(shuffledMembers(item, random)));
            return copy;
        }
        return node;
    }

    private static ArrayNode shuffledItems(ArrayNode array, Random random) {
        List<JsonNode> items =
                new ArrayList<>(Stream.of(array).flatMap(JsonNode::valueStream).toList());
        Collections.shuffle(items, random);
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        copy.addAll(items);
        return copy;
    }
}
