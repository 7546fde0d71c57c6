package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.Resolution;

/** How a drift stands, in a few words for the audit of people. Pure. */
final class DriftNotes {

    private DriftNotes() {}

    static String of(DriftRecord drift) {
        String name = drift.getId() + ", episode " + drift.getEpisode() + ": ";
        if (Ledger.isOpen(drift)) {
            return name + drift.getStatus() + ", " + drift.getSeverity() + ", open"
                    + (drift.getFirstSight() ? " since the first comparison" : "")
                    + (drift.getRoutes().isEmpty() ? "" : ", behind " + String.join(", ", drift.getRoutes()));
        }
        if (drift.getResolution() == Resolution.ACCEPTED && drift.getAcceptedUntil() != null) {
            return name + drift.getStatus() + ", accepted by " + drift.getAcceptedBy() + " until "
                    + drift.getAcceptedUntil();
        }
        return name
                + drift.getStatus()
                + (drift.getResolution() == Resolution.UNRESOLVED ? "" : ", " + drift.getResolution());
    }
}
