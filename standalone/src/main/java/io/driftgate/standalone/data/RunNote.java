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

/**
 * A note in {@code run.json} of what runs, for the commands in other terminals. It is believed only while its process
 * lives.
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
        Path file = folder.resolve(NAME);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            Map<String, String> management = new LinkedHashMap<>();
            json.path("management")
                    .properties()
                    .forEach(entry ->
                            management.put(entry.getKey(), entry.getValue().asText()));
            RunNote note = new RunNote(
                    json.path("pid").asLong(),
                    Path.of(json.path("data").asText()),
                    json.path("api").asText(),
                    json.path("gateway").asText(),
                    json.path("kafka").asText(),
                    json.path("registry").asText(),
                    management);
            return ProcessHandle.of(note.pid()).filter(ProcessHandle::isAlive).map(alive -> note);
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /** Leaves the note in a folder, for the owner alone. */
    public void write(Path folder) {
        ObjectNode json = JSON.createObjectNode()
                .put("pid", pid)
                .put("data", data.toString())
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
