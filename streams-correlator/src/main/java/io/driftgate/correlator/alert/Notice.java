package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.List;

/** Whether something holds that people are told of. Of what is not settled yet there is no notice. */
public sealed interface Notice {

    /** Why people are told. */
    AlertKind kind();

    /** Key of what is told, unique within its kind. */
    String cause();

    /**
     * It holds.
     *
     * @param subject a scope, or gateway/instance
     * @param title one line
     * @param summary what it means, and what to do
     * @param routes gateway/route each
     * @param since when it began
     */
    record Holds(
            AlertKind kind,
            String cause,
            String subject,
            Severity severity,
            String title,
            String summary,
            List<String> driftIds,
            List<String> routes,
            Instant since)
            implements Notice {
        public Holds {
            driftIds = List.copyOf(driftIds);
            routes = List.copyOf(routes);
        }
    }

    /** It does not hold, or no longer. */
    record Over(AlertKind kind, String cause, Resolution resolution, String title, String summary) implements Notice {}
}
