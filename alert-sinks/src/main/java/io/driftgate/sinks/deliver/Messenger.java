package io.driftgate.sinks.deliver;

import io.driftgate.schemas.events.Alert;

/** The way to one sink. Called by one thread; returns within the sink's time-out. */
interface Messenger {
    /** Tries once. */
    Attempt tell(Alert alert);
}
