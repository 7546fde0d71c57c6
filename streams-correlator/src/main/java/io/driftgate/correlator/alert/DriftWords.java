package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.identity.ResourceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A drift in plain words. The same record gives the same words. */
final class DriftWords {

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_REASON = 160;
    private static final int LONGEST_VALUE = 100;
    private static final int MOST_NAMED = 3;
    private static final String SENSITIVE = "{\"$sensitive\":";

    private final DriftRecord drift;

    DriftWords(DriftRecord drift) {
        this.drift = drift;
    }

    /** One line: {@code aws_security_group.orders drifted: port 8443 is open to the internet}. */
    String title() {
        String means = worst().filter(difference -> difference.getRule() != null)
                .map(difference -> ": " + reason(difference))
                .orElseGet(this::whatDiffers);
        return switch (drift.getStatus()) {
            case MISSING -> name() + " is missing" + means;
            case UNMANAGED -> name() + " is in no code" + means;
            case DRIFTED, IN_SYNC, UNKNOWN -> name() + " drifted" + means;
        };
    }

    /** What differs, who did it, what it means, which routes it stands behind. */
    String summary() {
        List<String> sentences = new ArrayList<>();
        sentences.add(difference());
        sentences.add(Culprit.of(drift.getAttribution()).sentence());
        sentences.add(meaning());
        if (!drift.getRoutes().isEmpty()) {
            sentences.add("It stands behind " + (drift.getRoutes().size() == 1 ? "route " : "routes ")
                    + listed(drift.getRoutes()) + ".");
        }
        return String.join(" ", sentences);
    }

    /** One line for the end: {@code aws_security_group.orders is as declared again}. */
    String titleOfEnd() {
        return name()
                + switch (drift.getResolution()) {
                    case REVERTED -> " is as declared again";
                    case ABSORBED -> ": the state took the drift over";
                    case ACCEPTED -> ": the drift was accepted";
                    case DELETED -> " was deleted";
                    case UNRESOLVED -> " drifts no longer";
                };
    }

    /**
     * How it ended, how long it was open, and what had been told.
     *
     * @param told title of the version before
     */
    String summaryOfEnd(Duration open, String told) {
        return how() + " It was open for " + rounded(open) + ". It was told as: " + told + ".";
    }

    private String how() {
        return switch (drift.getResolution()) {
            case REVERTED -> "The live state went back to what is declared.";
            case ABSORBED ->
                "The state took the live value over, which is still in nobody's code; a guard that stands for it stays.";
            case ACCEPTED ->
                PlainText.cut(drift.getAcceptedBy(), LONGEST_NAME) + " accepted the difference until "
                        + drift.getAcceptedUntil() + ": " + PlainText.cut(drift.getAcceptedReason(), LONGEST_REASON)
                        + ".";
            case DELETED -> "The resource is there no longer, neither declared nor live.";
            case UNRESOLVED -> "Nothing differs any more; how that came about is not known.";
        };
    }

    /** The address that people wrote, else type and id. */
    private String name() {
        if (!drift.getAddress().isBlank()) {
            return PlainText.cut(drift.getAddress(), LONGEST_NAME);
        }
        try {
            ResourceKey key = ResourceKey.parse(drift.getResourceKey());
            return PlainText.cut(key.type() + " " + key.entity().id(), LONGEST_NAME);
        } catch (IllegalArgumentException foreign) {
            return PlainText.cut(drift.getResourceKey(), LONGEST_NAME);
        }
    }

    /** The worst, one with a rule before one without, else the first. */
    private Optional<AttributeDifference> worst() {
        Comparator<AttributeDifference> worse = Comparator.comparing(AttributeDifference::getSeverity)
                .thenComparing(difference -> difference.getRule() != null)
                .reversed();
        return drift.getDifferences().stream().sorted(worse).findFirst();
    }

    private String whatDiffers() {
        List<AttributeDifference> differences = drift.getDifferences();
        if (drift.getStatus() != DriftStatus.DRIFTED || differences.isEmpty()) {
            return "";
        }
        return differences.size() == 1
                ? ": " + path(differences.getFirst()) + " differs"
                : ": " + differences.size() + " attributes differ";
    }

    private String difference() {
        return switch (drift.getStatus()) {
            case MISSING -> "The code declares it, but it is not there.";
            case UNMANAGED -> "It is there, but no code declares it.";
            case DRIFTED, IN_SYNC, UNKNOWN -> worst().map(this::values).orElse("It is not what the code declares.");
        };
    }

    private String values(AttributeDifference worst) {
        String declared = value(worst.getDeclared());
        String live = value(worst.getLive());
        int others = drift.getDifferences().size() - 1;
        String more = others == 0
                ? ""
                : "; " + others + (others == 1 ? " more attribute differs" : " more attributes differ");
        return declared.equals(live)
                // Two secrets, or two texts that are alike as far as they are shown.
                ? path(worst) + " is another value than the code declares" + more + "."
                : path(worst) + " is " + live + ", where the code declares " + declared + more + ".";
    }

    private static String value(@Nullable String canonical) {
        if (canonical == null) {
            return "absent";
        }
        return canonical.startsWith(SENSITIVE) ? "a sensitive value" : PlainText.cut(canonical, LONGEST_VALUE);
    }

    private String meaning() {
        List<String> reasons = drift.getDifferences().stream()
                .filter(difference -> difference.getRule() != null)
                .map(difference -> reason(difference) + technique(difference.getTechnique()))
                .distinct()
                .toList();
        String severity = drift.getSeverity().name();
        return reasons.isEmpty()
                ? "No exposure rule has anything to say about it; it counts as " + severity + "."
                : "That is " + severity + ": " + listed(reasons) + ".";
    }

    private static String path(AttributeDifference difference) {
        return difference.getPath().isEmpty() ? "the resource" : PlainText.cut(difference.getPath(), LONGEST_NAME);
    }

    private static String reason(AttributeDifference difference) {
        String text = PlainText.cut(difference.getReason(), LONGEST_REASON);
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String technique(@Nullable String technique) {
        return technique == null || technique.isBlank() ? "" : " (" + PlainText.cut(technique, LONGEST_NAME) + ")";
    }

    private static String listed(List<String> names) {
        String shown = names.stream()
                .limit(MOST_NAMED)
                .map(name -> PlainText.cut(name, LONGEST_REASON))
                .collect(Collectors.joining(", "));
        int others = names.size() - MOST_NAMED;
        return others > 0 ? shown + " and " + others + " more" : shown;
    }

    private static String rounded(Duration open) {
        long seconds = Math.max(0, open.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
