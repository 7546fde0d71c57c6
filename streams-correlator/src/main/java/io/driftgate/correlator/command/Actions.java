package io.driftgate.correlator.command;

import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Writes down what came of an order, by whoever carried it out or found that it cannot be: the audit of people.
 *
 * @param clock stamps {@code correlated}
 */
public record Actions(InstantSource clock) {

    /** How {@code after} begins where an order changed nothing. */
    public static final String NOT_APPLIED = "not applied: ";

    /**
     * It took effect.
     *
     * @param before the state before, in words
     * @param after the state after, in words
     */
    public OperatorAction applied(OperatorCommand command, String before, String after) {
        return OperatorAction.newBuilder()
                .setCommandId(command.getId())
                .setKind(command.getKind())
                .setTarget(command.getTarget())
                .setOperator(command.getOperator())
                .setReason(command.getReason())
                .setBefore(before)
                .setAfter(after)
                .setOccurred(command.getOccurred())
                .setCorrelated(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    /** It changes nothing; why, and what to do instead. */
    public OperatorAction notApplied(OperatorCommand command, String before, String why) {
        return applied(command, before, NOT_APPLIED + why);
    }
}
