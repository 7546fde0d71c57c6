package io.driftgate.kit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.text.UrlText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows a configuration as it is in force, defaults included and secrets hidden. */
public final class EffectiveConfig {

    private final Map<String, String> interpolated;

    private EffectiveConfig(Interpolated interpolated) {
        this.interpolated = interpolated.shown();
    }

    /**
     * The record tree as JSON with the keys of the YAML file. Every {@link Secret} is {@code ***}, and so is what a URL may
     * hide (see {@link UrlText}); values from the environment are shown as their variables, where the root tells them (see
     * {@link Interpolated}).
     */
    public static JsonNode json(Record config) {
        Interpolated variables = Arrays.stream(config.getClass().getRecordComponents())
                .filter(component -> component.getType() == Interpolated.class)
                .findFirst()
                .map(component -> (Interpolated) Objects.requireNonNull(read(config, component)))
                .orElse(Interpolated.NONE);
        return new EffectiveConfig(variables).node("", config);
    }

    private JsonNode node(String path, @Nullable Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String variables = interpolated.get(path);
        if (variables != null) {
            return json.textNode(variables);
        }
        return switch (value) {
            case null -> NullNode.getInstance();
            case Optional<?> optional -> node(path, optional.orElse(null));
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case Double number -> json.numberNode(number);
            case Boolean truth -> json.booleanNode(truth);
            case Duration time -> json.textNode(Durations.format(time));
            case Enum<?> constant -> json.textNode(constant.name().toLowerCase(Locale.ROOT));
            case DataSize size -> json.textNode(size.toString());
            case HostPort place -> json.textNode(place.toString());
            case URI url -> json.textNode(UrlText.of(url));
            case List<?> list -> {
                ArrayNode items = json.arrayNode();
                for (int i = 0; i < list.size(); i++) {
                    items.add(node(Problems.below(path, "[" + i + "]"), list.get(i)));
                }
                yield items;
            }
            case Map<?, ?> map -> {
                ObjectNode entries = json.objectNode();
                map.forEach((key, item) -> {
                    String name = String.valueOf(key);
                    entries.set(name, node(Problems.below(path, name), item));
                });
                yield entries;
            }
            case Record record -> section(path, record);
            default -> json.textNode(value.toString());
        };
    }

    private JsonNode section(String path, Record record) {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() == Interpolated.class) {
                continue;
            }
            String key = Types.key(component);
            JsonNode value = node(Problems.below(path, key), read(record, component));
            if (!value.isNull()) {
                section.set(key, value);
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
