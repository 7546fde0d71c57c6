package io.driftgate.proxy.breakglass;

import java.time.Instant;

/**
 * A route that a person opened although it is guarded.
 *
 * @param operator principal of the person
 * @param reason in the person's words, safe to show
 */
public record BrokenGlass(String route, String operator, String reason, Instant since, Instant until) {

    /** A clock that was set back behind its start ends it too: nobody may prolong it so. */
    boolean holds(Instant now) {
        return !now.isBefore(since) && now.isBefore(until);
    }
}
