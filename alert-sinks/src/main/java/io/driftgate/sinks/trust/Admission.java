package io.driftgate.sinks.trust;

import io.driftgate.schemas.events.Alert;

/** What a record of {@code alerts} is. */
public sealed interface Admission {

    /** The correlator's word. */
    record Admitted(Alert alert) implements Admission {}

    /**
     * Nobody is told.
     *
     * @param reason in kebab-case, from a bounded list
     */
    record Dropped(String reason) implements Admission {}
}
