package io.driftgate.kit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows a configuration as it is in force, defaults included and secrets hidden. */
public final class EffectiveConfig {

    private EffectiveConfig() {}

    /** The record tree as JSON with the keys of the YAML file; every {@link Secret} is {@code ***}. */
    public static JsonNode json(Record config) {
        return node(config);
    }

    private static JsonNode node(@Nullable Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case null -> NullNode.getInstance();
            case Optional<?> optional -> node(optional.orElse(null));
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case Double number -> json.numberNode(number);
            case Boolean truth -> json.booleanNode(truth);
            case Duration time -> json.textNode(Durations.format(time));
            case Enum<?> constant -> json.textNode(constant.name().toLowerCase(Locale.ROOT));
            case DataSize size -> json.textNode(size.toString());
            case HostPort place -> json.textNode(place.toString());
            case List<?> list -> {
                ArrayNode items = json.arrayNode();
                list.forEach(item -> items.add(node(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                ObjectNode entries = json.objectNode();
                map.forEach((key, item) -> entries.set(String.valueOf(key), node(item)));
                yield entries;
            }
            case Record record -> section(record);
            default -> json.textNode(value.toString());
        };
    }

    private static JsonNode section(Record record) {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            JsonNode value = node(read(record, component));
            if (!value.isNull()) {
                section.set(Types.key(component), value);
            }
        }
        return section;
    }

    private static @Nullable Object read(Record record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException unreachable) {
            throw new IllegalStateException("cannot read " + component, unreachable);
        }
    }
}
