package io.driftgate.kit.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Reads YAML into nodes that know their lines. Every scalar stays text: types come from the records, not from YAML. */
final class YamlReader {

    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    private static final int MAX_DEPTH = 50;

    private YamlReader() {}

    /** The root; a problem and an empty section when the text is not one YAML mapping. */
    static ConfigNode.Section read(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(100);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                return new ConfigNode.Section(Map.of(), 1);
            }
            if (convert(root, problems, 0) instanceof ConfigNode.Section section) {
                return section;
            }
            problems.at("", line(root)).add("no keys at the top", "key: value lines");
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 0
                    : broken.getProblemMark().getLine() + 1;
            problems.at("", line)
                    .add("not YAML: " + firstLine(String.valueOf(broken.getProblem())), "one YAML document");
        } catch (YAMLException broken) {
            problems.add("not YAML: " + firstLine(String.valueOf(broken.getMessage())), "one YAML document");
        }
        return new ConfigNode.Section(Map.of(), 1);
    }

    private static ConfigNode convert(Node node, Problems problems, int depth) {
        if (depth > MAX_DEPTH) {
            problems.at("", line(node))
                    .add("nested too deep, or an alias of itself", "at most " + MAX_DEPTH + " levels");
            return new ConfigNode.Nothing(line(node));
        }
        return switch (node) {
            case MappingNode mapping -> section(mapping, problems, depth);
            case SequenceNode sequence -> {
                List<ConfigNode> items = new ArrayList<>();
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    items.add(convert(sequence.getValue().get(i), problems.at("[" + i + "]"), depth + 1));
                }
                yield new ConfigNode.Items(items, line(node));
            }
            case ScalarNode scalar -> {
                boolean empty = scalar.getTag().equals(Tag.NULL);
                yield empty ? new ConfigNode.Nothing(line(node)) : new ConfigNode.Scalar(scalar.getValue(), line(node));
            }
            default -> {
                problems.at("", line(node)).add("an unresolved alias", "a value");
                yield new ConfigNode.Nothing(line(node));
            }
        };
    }

    private static ConfigNode section(MappingNode mapping, Problems problems, int depth) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.at("", line(entry.getKeyNode())).add("a key that is no text", "a key");
                continue;
            }
            Problems here = problems.at(key.getValue(), line(key));
            if (entries.containsKey(key.getValue())) {
                here.add("is there twice", "each key once");
                continue;
            }
            entries.put(key.getValue(), convert(entry.getValueNode(), here, depth + 1));
        }
        return new ConfigNode.Section(entries, line(mapping));
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
