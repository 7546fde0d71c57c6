package io.driftgate.kit.config;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds one file's nodes to records. It goes on after a problem, so that all are found; what it could not bind is null. */
final class RecordBinder {

    private final Path folder;
    private final Map<String, String> environment;
    private final boolean literalSecrets;
    private final ScalarBinder scalars;
    private final Map<String, String> interpolated = new HashMap<>();

    RecordBinder(Path folder, Map<String, String> environment, boolean literalSecrets) {
        this.folder = folder;
        this.environment = environment;
        this.literalSecrets = literalSecrets;
        this.scalars = new ScalarBinder(folder);
    }

    @Nullable
    Object bind(Type type, ConfigNode node, Problems problems) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return Optional.ofNullable(bind(arguments[0], node, problems));
            }
            if (generic.getRawType() == List.class) {
                return list(arguments[0], node, problems);
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return map(arguments[1], node, problems);
            }
        }
        if (type == Secret.class) {
            return secret(node, problems);
        }
        if (type instanceof Class<?> plain && scalars.reads(plain)) {
            return scalar(plain, node, problems);
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return record(record, node, problems);
        }
        throw new IllegalStateException("no configuration holds a " + type);
    }

    private @Nullable Object scalar(Class<?> type, ConfigNode node, Problems problems) {
        if (!(node instanceof ConfigNode.Scalar scalar)) {
            problems.add(node.describe(), "a value");
            return null;
        }
        int before = problems.count();
        String text = Interpolation.apply(scalar.text(), environment, problems);
        if (problems.count() > before) {
            return null;
        }
        if (!text.equals(scalar.text())) {
            interpolated.put(problems.path(), Interpolation.shown(scalar.text(), environment));
        }
        try {
            return scalars.read(type, text);
        } catch (IllegalArgumentException refused) {
            problems.add(shown(type, scalar.text(), text), String.valueOf(refused.getMessage()));
            return null;
        }
    }

    /** What a person wrote, as far as it can be shown: a URL may hold a password, and so may a variable. */
    private static String shown(Class<?> type, String written, String text) {
        if (type == URI.class) {
            return "another kind of text";
        }
        return written.equals(text) ? "'" + text + "'" : "the value of '" + written + "'";
    }

    private @Nullable Object list(Type item, ConfigNode node, Problems problems) {
        if (!(node instanceof ConfigNode.Items items)) {
            problems.add(node.describe(), "a list");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.list().size(); i++) {
            ConfigNode child = items.list().get(i);
            Object value = bind(item, child, problems.at("[" + i + "]", child.line()));
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private @Nullable Object map(Type value, ConfigNode node, Problems problems) {
        if (!(node instanceof ConfigNode.Section section)) {
            problems.add(node.describe(), "a section");
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        section.entries().forEach((key, child) -> {
            Object bound = bind(value, child, problems.at(key, child.line()));
            if (bound != null) {
                values.put(key, bound);
            }
        });
        return values;
    }

    /** {@code {file: …}} or {@code {env: …}}; what was found is never told, it may be the secret itself. */
    private @Nullable Secret secret(ConfigNode node, Problems problems) {
        String expected = "{file: <path>} or {env: <variable>}";
        if (node instanceof ConfigNode.Scalar literal && literalSecrets) {
            return nonEmpty(literal.text(), problems);
        }
        if (node instanceof ConfigNode.Scalar) {
            problems.add("a secret written out", expected);
            return null;
        }
        if (!(node instanceof ConfigNode.Section section) || section.entries().size() != 1) {
            problems.add(node.describe(), expected);
            return null;
        }
        Map.Entry<String, ConfigNode> entry =
                section.entries().entrySet().iterator().next();
        if (!(entry.getValue() instanceof ConfigNode.Scalar place)) {
            problems.at(entry.getKey()).add(entry.getValue().describe(), expected);
            return null;
        }
        return switch (entry.getKey()) {
            case "file" -> {
                Path file = folder.resolve(Interpolation.apply(place.text(), environment, problems));
                try {
                    yield nonEmpty(Files.readString(file).stripTrailing(), problems);
                } catch (IOException unreadable) {
                    problems.at("file").add(file + " cannot be read", "a readable file with the secret");
                    yield null;
                }
            }
            case "env" -> nonEmpty(environment.getOrDefault(place.text(), ""), problems.at("env"));
            default -> {
                problems.at(entry.getKey()).add("is no place of a secret", expected);
                yield null;
            }
        };
    }

    private static @Nullable Secret nonEmpty(String value, Problems problems) {
        if (value.isEmpty()) {
            problems.add("an empty secret, or a variable that is not set", "a value");
            return null;
        }
        return new Secret(value);
    }

    private @Nullable Object record(Class<?> type, ConfigNode node, Problems problems) {
        if (!(node instanceof ConfigNode.Section section)) {
            problems.add(node.describe(), "a section");
            return null;
        }
        int before = problems.count();
        RecordComponent[] components = type.getRecordComponents();
        List<String> keys = Arrays.stream(components)
                .filter(component -> component.getType() != Interpolated.class)
                .map(Types::key)
                .toList();
        section.entries().forEach((key, child) -> {
            if (!keys.contains(key)) {
                String meant = Suggestion.nearest(key, keys)
                        .map(word -> "did you mean " + word + "?")
                        .orElse("one of " + String.join(", ", keys));
                problems.at(key, child.line()).add("is not known", meant);
            }
        });
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(components[i], section, problems);
        }
        for (int i = 0; i < components.length; i++) {
            if (components[i].getType() == Interpolated.class) {
                values[i] = new Interpolated(interpolated);
            }
        }
        return problems.count() > before ? null : construct(type, components, values, problems);
    }

    private @Nullable Object component(RecordComponent component, ConfigNode.Section section, Problems problems) {
        if (component.getType() == Interpolated.class) {
            return null; // Known when all the others are bound.
        }
        String key = Types.key(component);
        ConfigNode child = section.entries().get(key);
        if (child != null && !(child instanceof ConfigNode.Nothing)) {
            return bind(component.getGenericType(), child, problems.at(key, child.line()));
        }
        Default otherwise = component.getAnnotation(Default.class);
        if (otherwise != null) {
            ConfigNode node = otherwise.value().equals("{}")
                    ? new ConfigNode.Section(Map.of(), section.line())
                    : new ConfigNode.Scalar(otherwise.value(), 0);
            return bind(component.getGenericType(), node, problems.at(key));
        }
        if (Types.isOptional(component.getGenericType())) {
            return Optional.empty();
        }
        if (component.getType() == List.class) {
            return List.of();
        }
        if (component.getType() == Map.class) {
            return Map.of();
        }
        problems.at(key, section.line()).add("is missing", "a value");
        return null;
    }

    private static @Nullable Object construct(
            Class<?> type, RecordComponent[] components, @Nullable Object[] values, Problems problems) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            Object made = constructor.newInstance(values);
            if (made instanceof Checked checked) {
                checked.check(problems);
            }
            return made;
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException reason) {
                problems.add("cannot be", String.valueOf(reason.getMessage()));
                return null;
            }
            throw new IllegalStateException("cannot make a " + type, refused);
        } catch (ReflectiveOperationException unreachable) {
            throw new IllegalStateException("cannot make a " + type, unreachable);
        }
    }
}
