package io.driftgate.standalone.client;

import static io.driftgate.standalone.client.Fields.joined;
import static io.driftgate.standalone.client.Fields.text;
import static io.driftgate.standalone.client.Fields.time;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;

/** Shows guards to people. */
public final class GuardViews {

    private GuardViews() {}

    /** A table of guards, those that do something first. */
    public static List<String> guards(List<JsonNode> guards) {
        Table table = new Table("ROUTE", "ACTION", "WHY", "SEVERITY", "DRIFTS", "SINCE", "UNTIL", "REASON");
        guards.stream()
                .sorted(Comparator.<JsonNode>comparingInt(guard -> isGuarding(guard) ? 0 : 1)
                        .thenComparing(guard -> text(guard, "key")))
                .forEach(guard -> table.row(
                        text(guard, "key"),
                        text(guard, "action") + (text(guard, "enforcement").equals("OBSERVED") ? " (dry run)" : ""),
                        isGuarding(guard) ? text(guard, "kind") + by(guard) : "-",
                        isGuarding(guard) ? guard.path("severity").asText("-") : "-",
                        joined(guard.path("drift_ids")),
                        time(guard.path("since")),
                        time(guard.path("expires_at")),
                        (guard.path("needs_person").asBoolean(false) ? "a person is asked: " : "")
                                + text(guard, "reason")));
        return table.lines();
    }

    /** One guard as a sentence. */
    public static String sentence(JsonNode guard) {
        String until = time(guard.path("expires_at"));
        return Fields.value(text(guard, "key") + " is " + text(guard, "action")
                + (until.equals("-") ? "" : " until " + until)
                + (text(guard, "reason").isEmpty() ? "" : ": " + text(guard, "reason")));
    }

    /** Whether it does anything to the route's callers. */
    public static boolean isGuarding(JsonNode guard) {
        return !text(guard, "action").equals("NONE");
    }

    private static String by(JsonNode guard) {
        return text(guard, "operator").isEmpty() ? "" : " by " + text(guard, "operator");
    }
}
