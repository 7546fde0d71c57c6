package io.driftgate.sinks.render;

import io.driftgate.kit.text.ConfidenceText;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in a few words who did it, and no more than is known. */
final class Culprit {

    private static final int LONGEST = 60;

    private Culprit() {}

    /** Name, way, address, second factor, confidence; nothing where an alert is about nobody's deed. */
    static Optional<String> of(Alert alert) {
        Attribution attribution = alert.getAttribution();
        if (attribution == null) {
            return alert.getKind() == AlertKind.DRIFT ? Optional.of("not known") : Optional.empty();
        }
        AttributionCandidate change = attribution.getChange();
        if (change == null) {
            return Optional.of(attribution.getCause() == Cause.UNKNOWN ? "not known" : way(attribution.getCause()));
        }
        List<String> parts = new ArrayList<>();
        Actor actor = change.getActor();
        parts.add(actor == null ? "somebody" : name(actor));
        parts.add(way(attribution.getCause()));
        if (!change.getSourceAddress().isEmpty()) {
            parts.add("from " + PrintableText.of(change.getSourceAddress(), LONGEST));
        }
        if (actor != null && actor.getMfa() != null) {
            parts.add(actor.getMfa() ? "with MFA" : "no MFA");
        }
        parts.add("confidence " + ConfidenceText.of(attribution.getConfidence()));
        return Optional.of(String.join(", ", parts));
    }

    private static String name(Actor actor) {
        String name = actor.getName().isEmpty() ? actor.getArn() : actor.getName();
        return name.isEmpty() ? "somebody" : PrintableText.of(name, LONGEST);
    }

    private static String way(Cause cause) {
        return switch (cause) {
            case MANUAL_CONSOLE -> "console";
            case MANUAL_CLI -> "command line";
            case OTHER_AUTOMATION -> "automation";
            case PIPELINE -> "pipeline";
            case CLOUD_SERVICE -> "cloud service";
            case UNKNOWN -> "way not known";
        };
    }
}
