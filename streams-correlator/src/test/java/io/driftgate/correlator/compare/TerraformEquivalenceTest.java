package io.driftgate.correlator.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terraform's own equivalence tests: its {@code resource_drift} says what drifted, ours has to say the same. */
class TerraformEquivalenceTest {

    private static final Path CASES = Path.of("src/test/resources/cases/terraform-equivalence");

    private final DriftComparer comparer = DriftComparer.shipped();

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFindTheDriftThatTerraformFinds(Path folder) throws IOException {
        // given
        Map<String, Set<String>> verdict = verdict(read(folder.resolve("expected/plan.json")));

        // when
        Map<String, Set<String>> found = new TreeMap<>();
        for (JsonNode resource : read(folder.resolve("given/terraform.tfstate")).path("resources")) {
            JsonNode declared = resource.path("instances").path(0).path("attributes");
            JsonNode live = live(folder, declared.path("id").asText());
            String type = resource.path("type").asText();
            Comparison comparison = comparer.compare(type, declared, live);
            assertThat(comparison.unknownPaths()).isEmpty();
            Set<String> attributes = comparison.differences().stream()
                    .map(difference -> difference.path().split("[.\\[]", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!attributes.isEmpty()) {
                found.put(type + "." + resource.path("name").asText(), attributes);
            }
        }

        // then
        assertThat(found).isEqualTo(verdict);
    }

    @Test
    void shouldHaveCasesWithDriftAndWithout() throws IOException {
        int drifted = 0;
        for (Path folder : cases().toList()) {
            drifted += verdict(read(folder.resolve("expected/plan.json"))).isEmpty() ? 0 : 1;
        }
        assertThat(cases()).hasSize(10);
        assertThat(drifted).isEqualTo(2);
    }

    /** Top-level attributes that differ, by address. An entry whose action is no-op only moved. */
    private static Map<String, Set<String>> verdict(JsonNode plan) {
        Map<String, Set<String>> verdict = new TreeMap<>();
        for (JsonNode drift : plan.path("resource_drift")) {
            JsonNode change = drift.path("change");
            if (change.path("actions").path(0).asText().equals("no-op")) {
                continue;
            }
            Set<String> attributes = new TreeSet<>();
            change.path("before").fieldNames().forEachRemaining(attributes::add);
            change.path("after").fieldNames().forEachRemaining(attributes::add);
            attributes.removeIf(name ->
                    change.path("before").path(name).equals(change.path("after").path(name)));
            verdict.put(drift.path("address").asText(), attributes);
        }
        return verdict;
    }

    private static JsonNode live(Path folder, String id) throws IOException {
        JsonNode values =
                read(folder.resolve("given/terraform.resource/" + id + ".json")).path("values");
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        values.properties().forEach(member -> attributes.set(member.getKey(), untyped(member.getValue())));
        return attributes;
    }

    /** tfcoremock writes {@code {"string": "x"}} for "x", and numbers as texts. */
    private static JsonNode untyped(JsonNode typed) {
        Map.Entry<String, JsonNode> entry = typed.properties().iterator().next();
        JsonNode value = entry.getValue();
        return switch (entry.getKey()) {
            case "string", "number" -> value.isNull() ? NullNode.getInstance() : TextNode.valueOf(value.asText());
            case "boolean" -> value;
            case "list", "set" -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                value.forEach(item -> array.add(untyped(item)));
                yield array;
            }
            case "map", "object" -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                value.properties().forEach(member -> object.set(member.getKey(), untyped(member.getValue())));
                yield object;
            }
            default -> throw new IllegalArgumentException("found " + entry.getKey() + " (expected: a tfcoremock type)");
        };
    }

    private static JsonNode read(Path file) throws IOException {
        return CanonicalJson.read(Files.readString(file));
    }
}
