package io.driftgate.collectors.changes;

import io.driftgate.schemas.events.CloudChange;
import java.util.List;

/** What came of reading one CloudTrail record. */
public sealed interface ChangeReading {

    /** One change per entity that the call touched; at least one. */
    record Changes(List<CloudChange> list) implements ChangeReading {
        public Changes {
            list = List.copyOf(list);
        }
    }

    /** No change, and why; the message quotes no value of the record. */
    record LeftOut(LeftOutReason reason, String message) implements ChangeReading {}
}
