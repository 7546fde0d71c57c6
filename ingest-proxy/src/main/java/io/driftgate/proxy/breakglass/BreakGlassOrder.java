package io.driftgate.proxy.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an operator asks for.
 *
 * @param minutes 1 to 60
 * @param reason 10 to 500 characters
 */
public record BreakGlassOrder(String route, int minutes, String reason) {

    private static final Set<String> MEMBERS = Set.of("route", "action", "minutes", "reason");
    private static final int LONGEST_MINUTES = 60;
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 500;

    public BreakGlassOrder {
        reason = reason.strip();
        if (route.isEmpty()) {
            throw new IllegalArgumentException("route is missing (expected: the name of a route of this gateway)");
        }
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw new IllegalArgumentException("minutes: " + minutes + " (expected: 1 to " + LONGEST_MINUTES + ")");
        }
        if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("reason: " + reason.length() + " characters (expected: "
                    + SHORTEST_REASON + " to " + LONGEST_REASON + ", in your own words)");
        }
        reason = PrintableText.of(reason);
    }

    /** How long. */
    public Duration time() {
        return Duration.ofMinutes(minutes);
    }

    /**
     * {@code {"route": …, "action": "observe", "minutes": …, "reason": …}}.
     *
     * @throws IllegalArgumentException whose message says what was expected, and quotes nothing
     */
    public static BreakGlassOrder read(String json) {
        JsonNode order = CanonicalJson.read(json);
        if (!order.isObject()) {
            throw new IllegalArgumentException("no JSON object (expected: route, action, minutes and reason)");
        }
        Set<String> unknown = new TreeSet<>();
        order.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    unknown.size() + " unknown members (expected: " + List.copyOf(new TreeSet<>(MEMBERS)) + ")");
        }
        // What this gateway cannot carry out would be as good as block; what it would not record is no choice.
        if (!order.path("action").asText("").equalsIgnoreCase("observe")) {
            throw new IllegalArgumentException(
                    "action is not observe (expected: observe, which lets pass and records)");
        }
        if (!order.path("minutes").isInt()) {
            throw new IllegalArgumentException("minutes is no whole number (expected: 1 to " + LONGEST_MINUTES + ")");
        }
        return new BreakGlassOrder(
                order.path("route").asText(""),
                order.path("minutes").intValue(),
                order.path("reason").asText(""));
    }
}
