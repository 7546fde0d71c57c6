package io.driftgate.standalone.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.Problem;
import io.driftgate.kit.text.PrintableText;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be said of one configuration file.
 *
 * @param service whose it is
 * @param settings what is in it, when there is nothing to say against it
 * @param problems what is wrong, all of it
 * @param unreadable why it could not be read; empty when it could
 */
public record ConfigReport(
        Path file, ServiceKind service, Optional<ServiceSettings> settings, List<Problem> problems, String unreadable) {

    public ConfigReport {
        problems = List.copyOf(problems);
    }

    /** Judges a file as its service would. */
    public static ConfigReport of(
            Path file, ServiceKind service, Map<String, String> environment, boolean literalSecrets) {
        Optional<String> unreadable = unreadable(file);
        if (unreadable.isPresent()) {
            return new ConfigReport(file, service, Optional.empty(), List.of(), unreadable.get());
        }
        try {
            ServiceSettings settings = service.load(file, environment, literalSecrets);
            return new ConfigReport(file, service, Optional.of(settings), List.of(), "");
        } catch (ConfigException refused) {
            return new ConfigReport(file, service, Optional.empty(), refused.problems(), "");
        }
    }

    private static Optional<String> unreadable(Path file) {
        try {
            var unused = Files.readString(file);
            return Optional.empty();
        } catch (NoSuchFileException missing) {
            return Optional.of("is not there");
        } catch (AccessDeniedException denied) {
            return Optional.of("may not be read by this user");
        } catch (MalformedInputException notText) {
            return Optional.of("is not UTF-8");
        } catch (IOException failed) {
            return Optional.of(
                    Files.isDirectory(file) ? "is a folder" : failed.getClass().getSimpleName());
        }
    }

    /** A line for the file, and one for each problem. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String head = PrintableText.of(file.toString()) + "  ";
        if (!unreadable.isEmpty()) {
            lines.add(head + "cannot be read: it " + unreadable);
        } else if (problems.isEmpty()) {
            lines.add(head + "fine");
        } else {
            lines.add(head + problems.size() + (problems.size() == 1 ? " problem" : " problems"));
            problems.forEach(problem -> lines.add("  " + PrintableText.of(problem.toString())));
        }
        return lines;
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("file", file.toString())
                .put("service", service.word())
                .put("state", unreadable.isEmpty() ? problems.isEmpty() ? "FINE" : "PROBLEMS" : "UNREADABLE");
        if (!unreadable.isEmpty()) {
            json.put("reason", unreadable);
        }
        ArrayNode list = json.putArray("problems");
        for (Problem problem : problems) {
            list.addObject()
                    .put("path", problem.path())
                    .put("found", problem.found())
                    .put("expected", problem.expected())
                    .put("line", problem.line());
        }
        return json;
    }
}
