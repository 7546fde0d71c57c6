package io.driftgate.standalone.config;

import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The four files of a data folder, read as its run reads them: with the places that it listens at, and with secrets in the
 * files themselves, as one person on one machine may have them.
 *
 * @param running what runs on the folder now; without it, the ports are the usual ones
 * @param environment of the process
 */
public record FolderConfig(DataFolder folder, Optional<RunNote> running, Map<String, String> environment) {

    /** Of the demo's upstream only its own process knows where it is; the name says so where it is shown. */
    private static final Map<String, String> UNKNOWN =
            Map.of("STANDALONE_UPSTREAM", "http://upstream-of-the-demo.invalid");

    public FolderConfig {
        environment = Map.copyOf(environment);
    }

    public Path file(ServiceKind service) {
        return folder.config().resolve(service.fileName());
    }

    public ConfigReport report(ServiceKind service) {
        return ConfigReport.of(file(service), service, variables(), true);
    }

    public List<ConfigReport> reports() {
        return Arrays.stream(ServiceKind.values()).map(this::report).toList();
    }

    /** Whether a file is one of the folder's, and may hold secrets. */
    public boolean has(Path file) {
        return folder.config().equals(file.toAbsolutePath().normalize().getParent());
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(UNKNOWN);
        variables.putAll(environment);
        running.ifPresent(note -> {
            variables.put("STANDALONE_KAFKA", note.kafka());
            variables.put("STANDALONE_REGISTRY", note.registry());
            variables.put("STANDALONE_GATEWAY", authority(note.gateway()));
            variables.put("STANDALONE_API", authority(note.api()));
            place(variables, note, "gateway", "PROXY");
            place(variables, note, "collectors", "COLLECTORS");
            place(variables, note, "correlator", "CORRELATOR");
            place(variables, note, "sinks", "SINKS");
        });
        return variables;
    }

    private static void place(Map<String, String> variables, RunNote note, String part, String word) {
        String management = note.management().get(part);
        if (management != null) {
            variables.put("STANDALONE_" + word + "_MANAGEMENT", authority(management));
        }
    }

    private static String authority(String url) {
        String authority = URI.create(url).getAuthority();
        return authority == null ? url : authority;
    }
}
