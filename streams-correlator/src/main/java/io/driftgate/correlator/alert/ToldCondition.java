package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Severity;
import java.util.List;

/**
 * A condition in a gateway's status that people are told of by its own name. A new one is one more line here.
 *
 * @param type as the status has it
 * @param title what it means, after the gateway's name
 */
record ToldCondition(String type, AlertKind kind, Severity severity, String title) {

    static final List<ToldCondition> ALL = List.of(
            new ToldCondition(
                    "guards-tampered",
                    AlertKind.TAMPERING,
                    Severity.HIGH,
                    "was sent route guards that the correlator did not write"),
            new ToldCondition(
                    "revocations-tampered",
                    AlertKind.TAMPERING,
                    Severity.HIGH,
                    "was sent revocations that the correlator did not write"),
            new ToldCondition(
                    "break-glass",
                    AlertKind.CONFIGURATION,
                    Severity.MEDIUM,
                    "does not keep to its guards: break glass"));
}
