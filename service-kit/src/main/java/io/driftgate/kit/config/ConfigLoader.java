package io.driftgate.kit.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Reads one service's configuration: a YAML file, with the environment over it, as a tree of records. All problems are
 * told at once, by path and line, with what was found and what was expected; unknown keys are problems too.
 *
 * @param service the service's word in {@code DRIFTGATE_<SERVICE>_<PATH>}: {@code gateway}, {@code collectors}
 * @param environment variables for overrides, {@code ${…}} and {@code {env: …}}
 * @param literalSecrets whether a secret may stand in the file itself: only for the trial on one machine
 */
public record ConfigLoader(String service, Map<String, String> environment, boolean literalSecrets) {

    public ConfigLoader {
        environment = Map.copyOf(environment);
    }

    /**
     * @param type a record of {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@code Duration},
     *     {@link DataSize}, {@link HostPort}, {@code URI}, {@code Path} (relative to the file's folder), {@link Secret},
     *     enums, {@code Optional}, {@code List}, {@code Map<String, …>} and records of such
     * @throws ConfigException with every problem
     */
    public <T extends Record> T load(Class<T> type, Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            return parse(type, Files.readString(file), file.toString(), folder);
        } catch (IOException unreadable) {
            Problems problems = new Problems();
            problems.add("cannot be read", "a readable file in UTF-8");
            throw new ConfigException(file.toString(), problems.list());
        }
    }

    /**
     * @param source what to call the text in errors
     * @param folder what relative paths start from
     */
    <T extends Record> T parse(Class<T> type, String text, String source, Path folder) {
        Problems problems = new Problems();
        ConfigNode.Section written = YamlReader.read(text, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(source, problems.list());
        }
        ConfigNode.Section effective = new EnvironmentOverrides(service, problems).apply(type, written, environment);
        Object bound = new RecordBinder(folder, environment, literalSecrets).bind(type, effective, problems);
        if (!problems.isEmpty() || bound == null) {
            throw new ConfigException(source, problems.list());
        }
        return type.cast(bound);
    }
}
