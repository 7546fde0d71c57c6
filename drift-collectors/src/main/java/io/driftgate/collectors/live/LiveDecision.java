package io.driftgate.collectors.live;

import io.driftgate.schemas.identity.Cover;
import java.util.List;
import java.util.Set;

/** What to tell of a live-state file that was read. */
public sealed interface LiveDecision {

    /**
     * All of it, with a barrier: what is not in it is not there.
     *
     * @param covers places and types that the file names
     */
    record Whole(List<LiveLine.Present> resources, Set<Cover> covers) implements LiveDecision {
        public Whole {
            resources = List.copyOf(resources);
            covers = Set.copyOf(covers);
        }
    }

    /** Only what changed; lines are {@code Present} or {@code Gone}. */
    record Some(List<LiveLine> changed) implements LiveDecision {
        public Some {
            changed = List.copyOf(changed);
        }
    }

    /** Nothing changed. */
    record Nothing() implements LiveDecision {}
}
