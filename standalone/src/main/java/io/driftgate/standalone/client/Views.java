package io.driftgate.standalone.client;

import static io.driftgate.standalone.client.Fields.field;
import static io.driftgate.standalone.client.Fields.joined;
import static io.driftgate.standalone.client.Fields.text;
import static io.driftgate.standalone.client.Fields.time;
import static io.driftgate.standalone.client.Fields.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.ConfidenceText;
import io.driftgate.kit.text.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Shows drifts and alerts to people. It takes records as JSON, as the API answers them, and trusts nothing in them. */
public final class Views {

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
        if (drift.path("first_sight").asBoolean(false)) {
            lines.add("  first seen with its scope: nothing is done about it before a baseline");
        }
        if (drift.hasNonNull("accepted_until")) {
            field(
                    lines,
                    "accepted",
                    "until " + time(drift.path("accepted_until")) + " by " + text(drift, "accepted_by"));
            field(lines, "because", text(drift, "accepted_reason"));
        }
        differences(lines, drift);
        culprit(lines, drift.path("attribution"));
        return lines;
    }

    /** One alert, in full. */
    public static List<String> alert(JsonNode alert) {
        List<String> lines = new ArrayList<>();
        lines.add(PrintableText.of(text(alert, "id") + "  " + text(alert, "severity") + "  " + text(alert, "status")
                + (isOpenAlert(alert) ? "" : "  " + text(alert, "resolution")) + "  " + text(alert, "title")));
        field(lines, "kind", text(alert, "kind"));
        field(lines, "subject", text(alert, "subject"));
        field(lines, "address", text(alert, "address"));
        field(lines, "drifts", joined(alert.path("drift_ids")));
        field(lines, "routes", joined(alert.path("routes")));
        field(lines, "opened", time(alert.path("opened_at")));
        field(lines, "resolved", time(alert.path("resolved_at")));
        field(lines, "version", "episode " + text(alert, "episode") + ", revision " + text(alert, "revision"));
        text(alert, "summary").lines().forEach(line -> lines.add("  " + PrintableText.of(line, 400)));
        differences(lines, alert);
        if (alert.path("attribution").isObject()) {
            culprit(lines, alert.path("attribution"));
        }
        return lines;
    }

    private static void differences(List<String> lines, JsonNode record) {
        for (JsonNode difference : record.path("differences")) {
            lines.add("");
            lines.add("  " + value(text(difference, "path")) + "  " + PrintableText.of(text(difference, "severity")));
            lines.add("    - " + value(difference.path("declared").asText("(none)")));
            lines.add("    + " + value(difference.path("live").asText("(none)")));
            if (!text(difference, "reason").isEmpty()) {
                lines.add("    " + value(text(difference, "reason")) + technique(difference.path("technique")));
            }
        }
    }

    private static void culprit(List<String> lines, JsonNode attribution) {
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
                    ConfidenceText.of(attribution.path("confidence").asDouble()));
        }
    }

    /** One line for a drift that has just changed. */
    public static String driftLine(JsonNode drift) {
        return PrintableText.of(
                        time(drift.path("correlated")) + "  " + text(drift, "severity") + "  "
                                + (isOpenDrift(drift) ? text(drift, "status") : text(drift, "resolution")) + "  "
                                + text(drift, "id") + "  " + subject(drift) + "  "
                                + drift.path("attribution").path("cause").asText("UNKNOWN") + " "
                                + who(drift.path("attribution")),
                        400)
                .stripTrailing();
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

    /** Whether a person has accepted a drift until exactly that time. */
    public static boolean isAcceptedUntil(JsonNode drift, Instant until) {
        return Fields.instant(drift.path("accepted_until"))
                .filter(found -> found.toEpochMilli() == until.toEpochMilli())
                .isPresent();
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
}
