package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands in this process and keeps what they print. */
final class CommandRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** @param line words with single spaces between them */
    int run(String line) {
        return run(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    /** The same on a data folder. */
    int run(String line, Path data) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.add("--data");
        words.add(data.toString());
        return run(words);
    }

    /** What was printed before is forgotten. */
    int run(List<String> words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return DriftgateCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    List<String> lines() {
        return out().lines().toList();
    }

    /** Each line of the output, which all must be JSON. */
    List<JsonNode> documents() {
        return lines().stream().map(CommandRun::parsed).toList();
    }

    /** The only line of the output, which must be JSON. */
    JsonNode document() {
        List<JsonNode> all = documents();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " documents (expected: 1): " + out());
        }
        return all.getFirst();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException broken) {
            throw new UncheckedIOException("not JSON: " + line, broken);
        }
    }
}
