package io.driftgate.sinks.deliver;

import java.time.Duration;

/** Waiting that does not cost a worker its turn: the consumer stays a member of its group, and a stop ends the wait. */
@FunctionalInterface
interface Patience {
    /** @return whether the turn is still ours; if not, whoever reads the alert next begins anew */
    boolean lasts(Duration time);
}
