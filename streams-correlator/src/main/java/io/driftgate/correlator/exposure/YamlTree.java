package io.driftgate.correlator.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML that knows its lines, and whose plain values are JSON's: {@code on} and {@code 2012-10-17} stay texts, as they are in
 * the attributes of resources. Configuration is read elsewhere, with {@code ${…}} and the environment; rules hold data.
 */
final class YamlTree {

    private static final int MOST_CHARACTERS = 1024 * 1024;
    private static final int MOST_LEVELS = 50;

    private YamlTree() {}

    /** A text that is not YAML; {@code line} from 1, or 0. */
    static final class BrokenYamlException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        BrokenYamlException(String message, int line) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static Branch read(String text) throws BrokenYamlException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(MOST_LEVELS);
        options.setMaxAliasesForCollections(0);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (!(root instanceof MappingNode mapping)) {
                throw new BrokenYamlException("no keys at the top", 1);
            }
            refuseOddities(root, new IdentityHashMap<>());
            return Branch.of(mapping);
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 0
                    : broken.getProblemMark().getLine() + 1;
            throw new BrokenYamlException("not YAML: " + broken.getProblem(), line);
        } catch (YAMLException broken) {
            throw new BrokenYamlException("not YAML: " + broken.getMessage(), 0);
        }
    }

    /** Refuses aliases, which could make a small file a tree without end, and keys that are no texts or there twice. */
    private static void refuseOddities(Node node, Map<Node, Boolean> seen) throws BrokenYamlException {
        if (node instanceof ScalarNode) {
            return;
        }
        if (seen.put(node, true) != null) {
            throw new BrokenYamlException("an alias", line(node));
        }
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw new BrokenYamlException("a key that is no text", line(entry.getKeyNode()));
                }
                if (!keys.add(key.getValue())) {
                    throw new BrokenYamlException("key '" + key.getValue() + "' twice", line(key));
                }
                refuseOddities(entry.getValueNode(), seen);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                refuseOddities(item, seen);
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private static JsonNode json(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = json.objectNode();
                mapping.getValue()
                        .forEach(entry ->
                                object.set(((ScalarNode) entry.getKeyNode()).getValue(), json(entry.getValueNode())));
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = json.arrayNode();
                sequence.getValue().forEach(item -> array.add(json(item)));
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> json.nullNode();
        };
    }

    private static JsonNode scalar(ScalarNode scalar) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (scalar.getTag().equals(Tag.BOOL) && List.of("true", "false").contains(text)) {
            return json.booleanNode(text.equals("true"));
        }
        if (scalar.getTag().equals(Tag.INT) && text.matches("-?(0|[1-9]\\d{0,17})")) {
            return json.numberNode(Long.parseLong(text));
        }
        if (scalar.getTag().equals(Tag.FLOAT) && text.matches("-?(0|[1-9]\\d{0,17})\\.\\d{1,18}")) {
            return json.numberNode(new BigDecimal(text));
        }
        return json.textNode(text);
    }

    /** A mapping. What has another shape than asked for is not there. */
    static final class Branch {

        private final Map<String, Node> entries = new LinkedHashMap<>();
        private final Map<String, Integer> lines = new LinkedHashMap<>();
        private final int line;

        private Branch(int line) {
            this.line = line;
        }

        private static Branch of(MappingNode mapping) {
            Branch branch = new Branch(YamlTree.line(mapping));
            for (NodeTuple entry : mapping.getValue()) {
                String key = ((ScalarNode) entry.getKeyNode()).getValue();
                branch.entries.put(key, entry.getValueNode());
                branch.lines.put(key, YamlTree.line(entry.getKeyNode()));
            }
            return branch;
        }

        List<String> keys() {
            return List.copyOf(entries.keySet());
        }

        /** Line of a key, or of the mapping where the key is not there; from 1. */
        int line(String key) {
            return lines.getOrDefault(key, line);
        }

        Optional<String> text(String key) {
            return entries.get(key) instanceof ScalarNode scalar
                            && !scalar.getTag().equals(Tag.NULL)
                    ? Optional.of(scalar.getValue())
                    : Optional.empty();
        }

        List<String> texts(String key) {
            List<String> texts = new ArrayList<>();
            if (entries.get(key) instanceof SequenceNode sequence) {
                sequence.getValue().forEach(item -> texts.add(item instanceof ScalarNode s ? s.getValue() : ""));
            }
            return texts;
        }

        Optional<Branch> branch(String key) {
            return entries.get(key) instanceof MappingNode mapping ? Optional.of(of(mapping)) : Optional.empty();
        }

        List<Branch> branches(String key) {
            List<Branch> branches = new ArrayList<>();
            if (entries.get(key) instanceof SequenceNode sequence) {
                sequence.getValue()
                        .forEach(item -> branches.add(
                                item instanceof MappingNode mapping ? of(mapping) : new Branch(YamlTree.line(item))));
            }
            return branches;
        }

        Optional<JsonNode> json(String key) {
            Node node = entries.get(key);
            return node == null
                    ? Optional.empty()
                    : Optional.of(YamlTree.json(node)).filter(value -> !value.isNull());
        }
    }
}
