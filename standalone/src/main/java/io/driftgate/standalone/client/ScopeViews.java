package io.driftgate.standalone.client;

import static io.driftgate.standalone.client.Fields.field;
import static io.driftgate.standalone.client.Fields.text;
import static io.driftgate.standalone.client.Fields.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Shows scopes, and the gateways beside them, to people. Of their fields only key and status must be there. */
public final class ScopeViews {

    private static final List<String> WORST_FIRST = List.of("BLIND", "FAILING", "UNREAD");
    private static final Set<String> SHOWN = Set.of("scope", "status");

    private ScopeViews() {}

    /** A table, what is not seen first. */
    public static List<String> scopes(List<JsonNode> scopes) {
        Table table = new Table("SCOPE", "STATUS", "OPEN", "LAST SEEN", "WHY");
        scopes.stream()
                .sorted(Comparator.comparingInt(ScopeViews::rank).thenComparing(scope -> text(scope, "scope")))
                .forEach(scope -> table.row(
                        text(scope, "scope"),
                        text(scope, "status"),
                        scope.path("open").asText("-"),
                        time(
                                scope.hasNonNull("last_success")
                                        ? scope.path("last_success")
                                        : scope.path("last_heartbeat")),
                        why(scope)));
        return table.lines();
    }

    /** One scope, in full: whatever the API says of it. */
    public static List<String> scope(JsonNode scope) {
        List<String> lines = new ArrayList<>();
        lines.add(PrintableText.of(text(scope, "scope") + "  " + text(scope, "status")));
        scope.properties().forEach(entry -> {
            if (SHOWN.contains(entry.getKey())) {
                return;
            }
            JsonNode value = entry.getValue();
            String name = entry.getKey().replace('_', ' ');
            if (value.isArray()) {
                value.forEach(item -> field(lines, name, item.isValueNode() ? item.asText() : condition(item)));
            } else if (!value.isNull() && !(value.isObject() && value.isEmpty())) {
                field(lines, name, value.isValueNode() ? value.asText() : ApiClient.harmlessJson(value));
            }
        });
        return lines;
    }

    /** Whether nothing may be concluded from it. */
    public static boolean isUnseen(JsonNode scope) {
        return !text(scope, "status").equals("OK");
    }

    private static int rank(JsonNode scope) {
        int rank = WORST_FIRST.indexOf(text(scope, "status"));
        // A status that this program does not know is not taken for a good one.
        return rank >= 0 ? rank + 1 : isUnseen(scope) ? 0 : WORST_FIRST.size() + 1;
    }

    private static String why(JsonNode scope) {
        if (!text(scope, "reason").isEmpty()) {
            return text(scope, "reason");
        }
        List<String> conditions = new ArrayList<>();
        scope.path("conditions").forEach(condition -> conditions.add(condition(condition)));
        return String.join("; ", conditions);
    }

    private static String condition(JsonNode condition) {
        String message = text(condition, "message");
        return message.isEmpty() ? ApiClient.harmlessJson(condition) : message;
    }
}
