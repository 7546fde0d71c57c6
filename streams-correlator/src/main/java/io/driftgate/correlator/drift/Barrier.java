package io.driftgate.correlator.drift;

import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.ResourceKey;
import java.util.List;

/**
 * A scope that is configured, and how often it was read to its end. Times are milliseconds of the epoch by the collector's
 * clock.
 *
 * @param firstBeganAt when the first complete reading began; 0 when there was none yet
 * @param beganAt when the latest complete reading began; 0 when there was none yet
 * @param covers what a live scope covers, as provider/account/region/type each
 */
public record Barrier(String scope, long firstBeganAt, long beganAt, List<String> covers) {

    public Barrier {
        covers = List.copyOf(covers);
    }

    /** A scope that is configured and was not read yet. */
    public static Barrier unread(String scope) {
        return new Barrier(scope, 0, 0, List.of());
    }

    /** After one more complete reading; one that began earlier than the latest moves nothing but the first. */
    Barrier read(long began, List<String> places) {
        long first = firstBeganAt == 0 ? began : Math.min(firstBeganAt, began);
        return began < beganAt ? new Barrier(scope, first, beganAt, covers) : new Barrier(scope, first, began, places);
    }

    boolean isDeclared() {
        return scope.startsWith(Contribution.DECLARED);
    }

    boolean covers(ResourceKey key) {
        return covers.stream().anyMatch(cover -> Cover.parse(cover).covers(key));
    }

    /** Whether something first read at that time belongs to the scope's first contact. */
    boolean isFirstContact(long readAt) {
        return firstBeganAt == 0 || readAt <= firstBeganAt;
    }
}
