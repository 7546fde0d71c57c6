package io.driftgate.sinks.render;

import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Resolution;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert for a person at a terminal, in one to four lines without colour: when the correlator wrote it (UTC), severity,
 * short id, open or resolved, title, address; while it is open what differs, declared after {@code -} and live after
 * {@code +}; and who did it. Every text that came from outside goes through {@link PrintableText}.
 */
public final class ConsoleText {

    private static final int MOST_LINES = 4;
    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_ADDRESS = 100;
    private static final int LONGEST_PATH = 60;
    private static final int LONGEST_VALUE = 60;
    private static final String INDENT = "  ";

    private ConsoleText() {}

    /** The lines, each with its line feed. */
    public static String of(Alert alert) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(alert));
        if (alert.getStatus() == AlertStatus.OPEN) {
            Optional<String> who = Culprit.of(alert);
            differences(alert.getDifferences(), MOST_LINES - 1 - (who.isPresent() ? 1 : 0), lines);
            who.ifPresent(text -> lines.add(INDENT + "who  " + text));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String headline(Alert alert) {
        Instant time = alert.getCorrelated().truncatedTo(ChronoUnit.SECONDS);
        String text = String.format(
                Locale.ROOT,
                "%s %-8s %s %s  %s",
                time,
                alert.getSeverity(),
                PrintableText.of(alert.getId(), LONGEST_ADDRESS),
                status(alert),
                PrintableText.of(alert.getTitle(), LONGEST_TITLE));
        String about = alert.getAddress().isEmpty() ? alert.getSubject() : alert.getAddress();
        // Titles mostly name the address already.
        return about.isEmpty() || alert.getTitle().contains(about)
                ? text
                : text + "  " + PrintableText.of(about, LONGEST_ADDRESS);
    }

    private static String status(Alert alert) {
        if (alert.getStatus() == AlertStatus.OPEN) {
            return "OPEN";
        }
        return alert.getResolution() == Resolution.UNRESOLVED
                ? "RESOLVED"
                : "RESOLVED " + alert.getResolution().name().toLowerCase(Locale.ROOT);
    }

    private static void differences(List<AttributeDifference> differences, int room, List<String> lines) {
        int shown = Math.min(differences.size(), room);
        for (int i = 0; i < shown; i++) {
            AttributeDifference difference = differences.get(i);
            String more = i == shown - 1 && differences.size() > shown
                    ? "   and " + (differences.size() - shown) + " more"
                    : "";
            lines.add(INDENT + PrintableText.of(difference.getPath(), LONGEST_PATH) + "   - "
                    + value(difference.getDeclared()) + "   + " + value(difference.getLive()) + more);
        }
    }

    private static String value(@Nullable String json) {
        if (json == null) {
            return "(none)";
        }
        // A keyed digest tells a person nothing but that there is a secret.
        String readable = json.replaceAll("\\{\"\\$sensitive\":\"[^\"]*\"\\}", "(sensitive)");
        return PrintableText.of(readable, LONGEST_VALUE);
    }
}
