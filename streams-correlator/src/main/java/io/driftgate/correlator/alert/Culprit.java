package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is said to have done it, as far as people must hear of it: rivals and the exact confidence are left out, so that they
 * may change without a word.
 *
 * @param identity the cloud's name of the actor; empty when there is none
 * @param sentence the same for people
 */
record Culprit(Cause cause, String identity, String sentence) {

    private static final double SURE = 0.9;
    private static final double LIKELY = 0.5;
    private static final int LONGEST_NAME = 80;

    static Culprit of(@Nullable Attribution attribution) {
        if (attribution == null || attribution.getChange() == null) {
            Cause cause = attribution == null ? Cause.UNKNOWN : attribution.getCause();
            return new Culprit(cause, "", "Who did it is not known.");
        }
        AttributionCandidate change = attribution.getChange();
        Actor actor = change.getActor();
        String certainty = attribution.getConfidence() >= SURE
                ? ""
                : attribution.getConfidence() >= LIKELY ? "Probably " : "Perhaps ";
        String sentence = certainty + name(actor) + role(attribution.getCause()) + " did it"
                + hand(attribution.getCause()) + way(change.getChannel()) + from(change.getSourceAddress())
                + factor(actor) + call(change.getEventName()) + ".";
        return new Culprit(attribution.getCause(), actor == null ? "" : actor.getArn() + actor.getName(), sentence);
    }

    /** Whether somebody is named who was not named before. */
    boolean accusesAnother(Culprit before) {
        return !identity.isEmpty() && !identity.equals(before.identity);
    }

    private static String name(@Nullable Actor actor) {
        String name = Optional.ofNullable(actor)
                .map(known -> known.getName().isBlank() ? known.getArn() : known.getName())
                .filter(text -> !text.isBlank())
                .orElse("somebody without a name");
        return PlainText.cut(name, LONGEST_NAME);
    }

    private static String role(Cause cause) {
        return switch (cause) {
            case OTHER_AUTOMATION -> ", an automation that is no listed pipeline,";
            case PIPELINE -> ", a listed pipeline,";
            case CLOUD_SERVICE -> ", a service of the cloud,";
            case MANUAL_CONSOLE, MANUAL_CLI, UNKNOWN -> "";
        };
    }

    private static String hand(Cause cause) {
        return switch (cause) {
            case MANUAL_CONSOLE, MANUAL_CLI -> " by hand";
            case OTHER_AUTOMATION, PIPELINE, CLOUD_SERVICE, UNKNOWN -> "";
        };
    }

    private static String way(Channel channel) {
        return switch (channel) {
            case CONSOLE -> " in the console";
            case CLI -> " with the command line";
            case SDK -> " by an SDK";
            case IAC -> " by an infrastructure tool";
            case AWS_SERVICE -> " from within AWS";
            case UNKNOWN -> "";
        };
    }

    private static String from(String address) {
        return address.isBlank() ? "" : ", from " + PlainText.cut(address, LONGEST_NAME);
    }

    private static String factor(@Nullable Actor actor) {
        if (actor == null || actor.getMfa() == null) {
            return "";
        }
        return actor.getMfa() ? ", with MFA" : ", without MFA";
    }

    private static String call(String eventName) {
        return eventName.isBlank() ? "" : " (" + PlainText.cut(eventName, LONGEST_NAME) + ")";
    }
}
