package io.driftgate.kit.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lets {@code DRIFTGATE_<SERVICE>_<PATH>} stand over a key of the file: {@code DRIFTGATE_GATEWAY_KAFKA_BOOTSTRAP_SERVERS}.
 * The path's words are the keys in upper case; a list's item is its number, from 0. Only scalars, and only items that the
 * file has.
 */
final class EnvironmentOverrides {

    private final String prefix;
    private final Problems problems;

    EnvironmentOverrides(String service, Problems problems) {
        this.prefix = "DRIFTGATE_" + service.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
        this.problems = problems;
    }

    ConfigNode.Section apply(Class<?> type, ConfigNode.Section root, Map<String, String> environment) {
        ConfigNode.Section result = root;
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                continue;
            }
            String rest = entry.getKey().substring(prefix.length());
            Optional<ConfigNode> changed = set(type, result, rest, new ConfigNode.Scalar(entry.getValue(), 0));
            if (changed.isPresent() && changed.get() instanceof ConfigNode.Section section) {
                result = section;
            } else {
                problems.at(entry.getKey()).add("names no key", prefix + "<PATH>, the key's path in upper case");
            }
        }
        return result;
    }

    /** The node with the value in place; nothing when the path leads nowhere. */
    private Optional<ConfigNode> set(Type type, ConfigNode node, String rest, ConfigNode.Scalar value) {
        if (rest.isEmpty()) {
            return Optional.of(value);
        }
        Type inner = Types.unwrapOptional(type);
        if (inner instanceof Class<?> record && record.isRecord()) {
            ConfigNode.Section section =
                    node instanceof ConfigNode.Section found ? found : new ConfigNode.Section(Map.of(), 0);
            for (RecordComponent component : record.getRecordComponents()) {
                if (component.getType() == Interpolated.class) {
                    continue;
                }
                String key = Types.key(component);
                Optional<String> below = after(rest, key.toUpperCase(Locale.ROOT));
                if (below.isEmpty()) {
                    continue;
                }
                ConfigNode child = section.entries().getOrDefault(key, new ConfigNode.Nothing(0));
                Optional<ConfigNode> changed = set(component.getGenericType(), child, below.get(), value);
                if (changed.isPresent()) {
                    ConfigNode.Section copy = new ConfigNode.Section(section.entries(), section.line());
                    copy.entries().put(key, changed.get());
                    return Optional.of(copy);
                }
            }
            return Optional.empty();
        }
        if (inner instanceof ParameterizedType list
                && list.getRawType() == List.class
                && node instanceof ConfigNode.Items items) {
            for (int i = 0; i < items.list().size(); i++) {
                Optional<String> below = after(rest, Integer.toString(i));
                if (below.isPresent()) {
                    int index = i;
                    return set(list.getActualTypeArguments()[0], items.list().get(i), below.get(), value)
                            .map(item -> {
                                List<ConfigNode> copy = new ArrayList<>(items.list());
                                copy.set(index, item);
                                return new ConfigNode.Items(copy, items.line());
                            });
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> after(String rest, String word) {
        if (rest.equals(word)) {
            return Optional.of("");
        }
        return rest.startsWith(word + "_") ? Optional.of(rest.substring(word.length() + 1)) : Optional.empty();
    }
}
