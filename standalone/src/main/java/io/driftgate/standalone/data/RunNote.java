package io.driftgate.standalone.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A note in {@code run.json} of what runs, for the commands in other terminals. It is believed only while its process
 * lives; one that only has its number is another.
 *
 * @param pid process that runs it
 * @param data data folder of what runs; the demo's note lies elsewhere than its data
 * @param api root of the correlator's API
 * @param gateway root of the proxy
 * @param kafka bootstrap servers
 * @param registry root of the registry's API
 * @param management management root of each service, in the order of start
 */
public record RunNote(
        long pid,
        Path data,
        String api,
        String gateway,
        String kafka,
        String registry,
        Map<String, String> management) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "run.json";

    public RunNote {
        management = new LinkedHashMap<>(management);
    }

    @Override
    public Map<String, String> management() {
        return new LinkedHashMap<>(management);
    }

    /** What runs according to that folder's note; nothing when there is none or its process is gone. */
    public static Optional<RunNote> read(Path folder) {
        return json(folder)
                .filter(json -> ProcessMark.read(json).process().isPresent())
                .map(RunNote::of);
    }

    /** The process of that folder's note; nothing when there is none or it is gone. */
    public static Optional<ProcessHandle> process(Path folder) {
        return json(folder).flatMap(json -> ProcessMark.read(json).process());
    }

    /**
     * Takes away a note that nobody believes any more: whoever wrote it was killed.
     *
     * @return the process that it named; nothing when there was no such note
     */
    public static OptionalLong removeStale(Path folder) {
        Optional<ProcessMark> left = json(folder)
                .map(ProcessMark::read)
                .filter(mark -> mark.process().isEmpty());
        if (left.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            Files.deleteIfExists(folder.resolve(NAME));
        } catch (IOException failed) {
            // It is not believed where it is, either.
            return OptionalLong.empty();
        }
        return OptionalLong.of(left.get().pid());
    }

    private static Optional<JsonNode> json(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(Files.readString(file))).filter(JsonNode::isObject);
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private static RunNote of(JsonNode json) {
        Map<String, String> management = new LinkedHashMap<>();
        json.path("management")
                .properties()
                .forEach(
                        entry -> management.put(entry.getKey(), entry.getValue().asText()));
        return new RunNote(
                json.path("pid").asLong(),
                Path.of(json.path("data").asText()),
                json.path("api").asText(),
                json.path("gateway").asText(),
                json.path("kafka").asText(),
                json.path("registry").asText(),
                management);
    }

    /** Leaves the note in a folder, for the owner alone. */
    public void write(Path folder) {
        ObjectNode json = JSON.createObjectNode();
        ProcessMark.of(pid).write(json);
        json.put("data", data.toString())
                .put("api", api)
                .put("gateway", gateway)
                .put("kafka", kafka)
                .put("registry", registry);
        ObjectNode places = json.putObject("management");
        management.forEach(places::put);
        try {
            Keys.replace(folder.resolve(NAME), json.toPrettyString() + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(folder.resolve(NAME) + " cannot be written", failed);
        }
    }

    /** Takes the note away when it is still this process's. */
    public static void remove(Path folder) {
        if (read(folder)
                .filter(note -> note.pid() == ProcessHandle.current().pid())
                .isPresent()) {
            try {
                Files.deleteIfExists(folder.resolve(NAME));
            } catch (IOException failed) {
                // Its process is gone in a moment, and with it the note's credit.
                return;
            }
        }
    }
}
