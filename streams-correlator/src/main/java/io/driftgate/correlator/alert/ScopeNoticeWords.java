package io.driftgate.correlator.alert;

import io.driftgate.correlator.scope.Baseline;
import io.driftgate.correlator.scope.Heard.Note;
import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.correlator.scope.ScopeWords;
import io.driftgate.correlator.scope.ScopedDrift;
import io.driftgate.correlator.scope.Tally;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A scope or gateway in plain words. The same row gives the same words. */
final class ScopeNoticeWords {

    private static final int LONGEST_NAME = 160;
    private static final int LONGEST_SCOPE = 2048;
    private static final int LONGEST_REASON = 400;
    private static final int MOST_NAMED = 5;
    private static final int MOST_IDS = 100;

    private final ScopeRow row;

    ScopeNoticeWords(ScopeRow row) {
        this.row = row;
    }

    /** {@code gateway edge/edge-1}, or the scope. */
    String name() {
        String text = PlainText.cut(row.scope(), LONGEST_NAME);
        return row.kind() == ScopeKind.GATEWAY ? "gateway " + text : text;
    }

    /** Routes of a gateway behind which something stands, as gateway/route. */
    List<String> routes() {
        int slash = row.scope().indexOf('/');
        return row.kind() != ScopeKind.GATEWAY || slash < 0
                ? List.of()
                : row.routes().bound().stream()
                        .map(route -> row.scope().substring(0, slash + 1) + route)
                        .toList();
    }

    String blind() {
        String what = row.kind() == ScopeKind.GATEWAY
                ? "Whether it serves, and what it does about its guards, is not known."
                : "What changes there is not seen, and nothing there counts as clean.";
        return sentence(row.standing().reason()) + " " + what + " Look whether " + reporter()
                + " runs and reaches Kafka.";
    }

    String fails() {
        return row.kind() == ScopeKind.GATEWAY ? " is not well" : " cannot be read";
    }

    String failing() {
        return sentence(row.standing().reason()) + " It is so since "
                + Instant.ofEpochMilli(row.standing().since()) + ".";
    }

    String message(Note note) {
        return sentence(note.message()) + " It is so since " + Instant.ofEpochMilli(note.since()) + ".";
    }

    String baselined(Baseline baseline) {
        return PlainText.cut(baseline.by(), LONGEST_NAME) + " has looked at it: " + sentence(baseline.reason())
                + " What is still open of it counts from now on, each drift by itself.";
    }

    /** @param found the drifts that the summary is about */
    Notice.Holds summary(List<ScopedDrift> found, Instant compared) {
        List<ScopedDrift> worst = found.stream()
                .sorted(Comparator.comparing(ScopedDrift::severity)
                        .reversed()
                        .thenComparing(ScopeNoticeWords::called)
                        .thenComparing(ScopedDrift::resourceKey))
                .toList();
        Tally tally = Tally.of(row.kind(), found);
        String many = found.size() == 1 ? "1 drift" : found.size() + " drifts";
        String severities = ScopeWords.bySeverity(tally.bySeverity());
        String statuses = tally.byStatus().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return new Notice.Holds(
                AlertKind.SCOPE_SUMMARY,
                row.scope(),
                row.scope(),
                worst.isEmpty() ? Severity.INFO : worst.getFirst().severity(),
                name() + ": " + many + " at first sight, " + severities,
                "When it was compared for the first time, code and cloud differed already: " + severities + " ("
                        + statuses + "). " + named(worst)
                        + " They guard no route yet. See them with: driftgate drift list --scope " + quoted()
                        + ". Mend them, or accept one with: driftgate drift accept ID --until TIME --reason TEXT; then"
                        + " let what is left count, with alerts and guards: driftgate drift baseline " + quoted() + ".",
                worst.stream().limit(MOST_IDS).map(ScopedDrift::driftId).toList(),
                List.of(),
                compared);
    }

    private static String named(List<ScopedDrift> worst) {
        String shown = worst.stream()
                .limit(MOST_NAMED)
                .map(drift -> called(drift) + " " + drift.driftId() + " " + drift.severity())
                .collect(Collectors.joining(", "));
        int others = worst.size() - MOST_NAMED;
        return (worst.size() == 1 ? "It is " : others > 0 ? "The worst: " : "They are ")
                + shown
                + (others > 0 ? ", and " + others + " more." : ".");
    }

    private static String called(ScopedDrift drift) {
        return PlainText.cut(drift.address().isBlank() ? drift.resourceKey() : drift.address(), LONGEST_NAME);
    }

    /** As a shell takes it. */
    private String quoted() {
        return "'" + PlainText.cut(row.scope(), LONGEST_SCOPE).replace("'", "'\\''") + "'";
    }

    private String reporter() {
        String name = PlainText.cut(row.heard().reporter(), LONGEST_NAME);
        return row.kind() == ScopeKind.GATEWAY ? "the gateway" : name.isBlank() ? "its collector" : "collector " + name;
    }

    private static String sentence(String foreign) {
        String text = PlainText.cut(foreign, LONGEST_REASON);
        if (text.isEmpty()) {
            return "No reason is given.";
        }
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }
}
