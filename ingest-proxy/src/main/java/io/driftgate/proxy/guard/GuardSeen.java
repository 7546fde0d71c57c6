package io.driftgate.proxy.guard;

import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import java.util.Optional;

/**
 * The guard that a request met, for its record.
 *
 * @param action what the guard says
 * @param enforcement whether it was carried out, or only observed
 * @param driftId short id of the strongest drift behind it
 * @param glassBroken whether a person let it pass although it is guarded
 */
public record GuardSeen(GuardAction action, Enforcement enforcement, Optional<String> driftId, boolean glassBroken) {

    /** A guard as it is told. */
    public GuardSeen(GuardAction action, Enforcement enforcement, Optional<String> driftId) {
        this(action, enforcement, driftId, false);
    }

    /** The same guard, overridden: it is only observed. */
    public GuardSeen throughBrokenGlass() {
        return new GuardSeen(action, Enforcement.OBSERVED, driftId, true);
    }

    /** No guard was met. */
    public static final GuardSeen NONE = new GuardSeen(GuardAction.NONE, Enforcement.ENFORCED, Optional.empty());
}
