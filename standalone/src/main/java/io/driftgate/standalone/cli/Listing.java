package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Prints a list and decides the exit code: what could not be asked is never called clean. */
record Listing(CommandLine line, GlobalOptions options) {

    /**
     * @param view turns items into lines
     * @param open which items count as found
     * @param none what an empty list is called
     */
    int show(ApiAnswer answer, Function<List<JsonNode>, List<String>> view, Predicate<JsonNode> open, String none) {
        if (options.json()) {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.putArray("items").addAll(answer.items());
            whole.put("complete", answer.complete());
            answer.missing().forEach(whole.putArray("missing")::add);
            line.getOut().println(ApiClient.harmlessJson(whole));
        } else if (answer.items().isEmpty()) {
            line.getOut().println(answer.complete() ? none : "nothing known");
        } else {
            Paint paint = options.paint();
            view.apply(answer.items()).forEach(text -> line.getOut().println(paint.line(text)));
        }
        if (answer.items().stream().anyMatch(open)) {
            warn(answer);
            return Exit.FOUND;
        }
        if (!answer.complete()) {
            warn(answer);
            return Exit.COULD_NOT;
        }
        return Exit.FINE;
    }

    private void warn(ApiAnswer answer) {
        if (!answer.complete()) {
            line.getErr()
                    .println("driftgate: the list is not complete: "
                            + (answer.missing().isEmpty()
                                    ? "the correlator does not say why"
                                    : PrintableText.of(String.join("; ", answer.missing()), 400)));
        }
    }
}
