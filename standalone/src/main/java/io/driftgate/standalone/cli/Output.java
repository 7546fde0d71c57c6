package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.standalone.client.ApiClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** Where one command prints: what was asked for on standard output, everything about the work on standard error. */
record Output(CommandLine line, GlobalOptions options) {

    boolean json() {
        return options.json();
    }

    /** One JSON document, or one of several lines of them; harmless on a terminal. */
    void print(JsonNode document) {
        out().println(ApiClient.harmlessJson(document));
        out().flush();
    }

    /** A line for people, that holds no foreign control characters any more. */
    void print(String text) {
        out().println(options.paint().line(text));
        out().flush();
    }

    void print(List<String> lines) {
        lines.forEach(this::print);
    }

    /** One record: as it is for programs, as its view says for people. */
    void show(JsonNode record, Function<JsonNode, List<String>> view) {
        if (json()) {
            print(record);
        } else {
            print(view.apply(record));
        }
    }

    /** Text that a program is to read as it is. */
    void printRaw(String text) {
        out().print(text);
        out().flush();
    }

    /** A remark on the work; it may quote foreign text. */
    void note(String text) {
        line.getErr().println(PrintableText.of(text));
        line.getErr().flush();
    }

    /** To be closed when the work is done, before anything else is printed. */
    Waiting waiting(String what) {
        return Waiting.begin(line.getErr(), GlobalOptions.isTerminal(), what);
    }

    private PrintWriter out() {
        return line.getOut();
    }
}
