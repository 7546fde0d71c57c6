package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.PrintableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes single values out of records that the API answered; nothing in them is trusted. */
final class Fields {

    private static final int WIDEST_VALUE = 160;

    private Fields() {}

    static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }

    /** The API may give times as text (ISO 8601) or as milliseconds since the epoch. */
    static String time(JsonNode time) {
        if (time.isIntegralNumber()) {
            return time.longValue() == 0
                    ? "-"
                    : Instant.ofEpochMilli(time.longValue()).toString();
        }
        return time.isTextual() ? time.textValue() : "-";
    }

    /** A time that there is. */
    static Optional<Instant> instant(JsonNode time) {
        try {
            String text = time(time);
            return text.equals("-") ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    static String joined(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    /** Adds a line of a name and its value, when there is one. */
    static void field(List<String> lines, String name, String value) {
        if (!value.isEmpty() && !value.equals("-")) {
            lines.add("  %-11s%s".formatted(name, value(value)));
        }
    }

    static String value(String text) {
        return PrintableText.of(text, WIDEST_VALUE);
    }
}
