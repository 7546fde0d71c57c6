package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Shows drifts and alerts to people. It takes records as JSON, as the API answers them, and trusts nothing in them. */
public final class Views {

    private static final int WIDEST_VALUE = 160;

    private Views() {}

    /** A table of drifts, those that are open first, the worst first. */
    public static List<String> drifts(List<JsonNode> drifts) {
        Table table = new Table("ID", "SEVERITY", "STATUS", "RESOURCE", "CAUSE", "WHO", "SINCE");
        worstFirst(drifts, Views::isOpenDrift)
                .forEach(drift -> table.row(
                        text(drift, "id"),
                        text(drift, "severity"),
                        isOpenDrift(drift) ? text(drift, "status") : text(drift, "resolution"),
                        subject(drift),
                        drift.path("attribution").path("cause").asText("UNKNOWN"),
                        who(drift.path("attribution")),
                        time(drift.path("opened_at"))));
        return table.lines();
    }

    /** A table of alerts, those that are open first, the worst first. */
    public static List<String> alerts(List<JsonNode> alerts) {
        Table table = new Table("ID", "SEVERITY", "STATUS", "KIND", "TITLE", "SINCE");
        worstFirst(alerts, Views::isOpenAlert)
                .forEach(alert -> table.row(
                        text(alert, "id"),
                        text(alert, "severity"),
                        text(alert, "status"),
                        text(alert, "kind"),
                        text(alert, "title"),
                        time(alert.path("opened_at"))));
        return table.lines();
    }

    /** One drift, in full. */
    public static List<String> drift(JsonNode drift) {
        List<String> lines = new ArrayList<>();
        lines.add(PrintableText.of(text(drift, "id") + "  " + text(drift, "severity") + "  " + text(drift, "status")
                + (isOpenDrift(drift) ? "" : "  " + text(drift, "resolution")) + "  " + subject(drift)));
        field(lines, "resource", text(drift, "resource_key"));
        field(lines, "declared", joined(drift.path("declared_scopes")));
        field(lines, "live", joined(drift.path("live_scopes")));
        field(lines, "routes", joined(drift.path("routes")));
        field(lines, "opened", time(drift.path("opened_at")));
        if (drift.hasNonNull("resolved_at")) {
            field(lines, "resolved", time(drift.path("resolved_at")));
        }
        for (JsonNode difference : drift.path("differences")) {
            lines.add("");
            lines.add("  " + PrintableText.of(text(difference, "path"), WIDEST_VALUE) + "  "
                    + PrintableText.of(text(difference, "severity")));
            lines.add("    - " + PrintableText.of(difference.path("declared").asText("(none)"), WIDEST_VALUE));
            lines.add("    + " + PrintableText.of(difference.path("live").asText("(none)"), WIDEST_VALUE));
            if (!text(difference, "reason").isEmpty()) {
                lines.add("    " + PrintableText.of(text(difference, "reason"), WIDEST_VALUE)
                        + technique(difference.path("technique")));
            }
        }
        JsonNode attribution = drift.path("attribution");
        lines.add("");
        field(lines, "cause", attribution.path("cause").asText("UNKNOWN"));
        JsonNode change = attribution.path("change");
        if (change.isObject()) {
            field(lines, "who", who(attribution));
            field(lines, "call", text(change, "event_name") + " from " + text(change, "source_address"));
            field(lines, "when", time(change.path("occurred")));
            field(
                    lines,
                    "confidence",
                    String.format(
                            Locale.ROOT, "%.2f", attribution.path("confidence").asDouble()));
        }
        return lines;
    }

    /** One line for an alert that has just come. */
    public static String alertLine(JsonNode alert) {
        return PrintableText.of(
                time(alert.path("correlated")) + "  " + text(alert, "severity") + "  " + text(alert, "status") + "  "
                        + text(alert, "id") + "  " + text(alert, "title"),
                400);
    }

    /** Whether a drift still stands. */
    public static boolean isOpenDrift(JsonNode drift) {
        return drift.path("resolution").asText("UNRESOLVED").equals("UNRESOLVED")
                && !drift.path("status").asText().equals("IN_SYNC");
    }

    /** Whether an alert still holds. */
    public static boolean isOpenAlert(JsonNode alert) {
        return !alert.path("status").asText().equals("RESOLVED");
    }

    private static List<JsonNode> worstFirst(List<JsonNode> records, Predicate<JsonNode> open) {
        return records.stream()
                .sorted(Comparator.<JsonNode>comparingInt(record -> open.test(record) ? 0 : 1)
                        .thenComparingInt(record -> -rank(text(record, "severity")))
                        .thenComparing(record -> text(record, "id")))
                .toList();
    }

    private static int rank(String severity) {
        int rank = List.of("INFO", "LOW", "MEDIUM", "HIGH", "CRITICAL").indexOf(severity);
        return rank < 0 ? Integer.MAX_VALUE : rank;
    }

    private static String subject(JsonNode drift) {
        String address = text(drift, "address");
        return address.isEmpty() ? text(drift, "resource_key") : address;
    }

    private static String who(JsonNode attribution) {
        JsonNode actor = attribution.path("change").path("actor");
        String name = text(actor, "name");
        return name.isEmpty() ? text(actor, "arn") : name;
    }

    private static String technique(JsonNode technique) {
        return technique.isTextual() ? " (" + PrintableText.of(technique.textValue(), 20) + ")" : "";
    }

    /** The API may give times as text (ISO 8601) or as milliseconds since the epoch. */
    private static String time(JsonNode time) {
        if (time.isIntegralNumber()) {
            return time.longValue() == 0
                    ? "-"
                    : Instant.ofEpochMilli(time.longValue()).toString();
        }
        return time.isTextual() ? time.textValue() : "-";
    }

    private static void field(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add("  %-11s%s".formatted(name, PrintableText.of(value, WIDEST_VALUE)));
        }
    }

    private static String joined(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }
}
