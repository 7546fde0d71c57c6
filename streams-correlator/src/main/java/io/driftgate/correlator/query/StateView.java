package io.driftgate.correlator.query;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.ScopeReport;

/**
 * The newest version of each record that the correlator holds. Asked by several threads at once. It does not throw for state
 * that cannot be read now: it says what is missing. It may lead the topics by one commit.
 */
public interface StateView {

    /** Drifts, one per resource, resolved ones included. */
    Answer<DriftRecord> drifts();

    /** Alerts, one per fingerprint, resolved ones included. */
    Answer<Alert> alerts();

    /** Guards, one per route, {@code NONE} included. */
    Answer<RouteGuard> guards();

    /** Scopes and gateways that are watched. */
    Answer<ScopeReport> scopes();

    /** The drift of one resource, if there is one. */
    Answer<DriftRecord> driftOf(String resourceKey);

    /** The guard of one route, {@code NONE} included, if there is one. */
    Answer<RouteGuard> guardOf(String route);
}
