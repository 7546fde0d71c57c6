package io.driftgate.correlator.scope;

/**
 * A person has looked at what the first comparison of a scope found: what is still open of it counts from then on.
 *
 * @param commandId of the order
 * @param by principal of the person
 * @param reason why, in the person's words
 * @param ordered when, by the API's clock, ms of the epoch
 * @param at when it took effect, append time, ms of the epoch
 * @param before how the scope stood before
 * @param recorded whether {@code operator-actions} has it
 */
public record Baseline(
        String commandId, String by, String reason, long ordered, long at, String before, boolean recorded) {

    Baseline asRecorded() {
        return new Baseline(commandId, by, reason, ordered, at, before, true);
    }
}
