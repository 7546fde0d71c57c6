package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.ScopeFact;

/** Where the engine's conclusions go, in order. */
public interface EngineOutput {

    void drift(DriftRecord drift);

    void routeFact(RouteFact fact);

    /** What came of a person's order. */
    void action(OperatorAction action);

    void scopeFact(ScopeFact fact);
}
