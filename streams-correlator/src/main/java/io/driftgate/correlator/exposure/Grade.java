package io.driftgate.correlator.exposure;

import io.driftgate.schemas.events.Severity;
import java.util.Optional;

/**
 * How bad a difference is.
 *
 * @param rule id of the rule that said so; empty when none matched
 * @param technique MITRE ATT&amp;CK technique: {@code T1190}
 * @param reason one sentence: {@code port 8443 is open to the internet}
 */
public record Grade(Severity severity, Optional<String> rule, Optional<String> technique, String reason) {

    /** What no rule has anything to say about. */
    public static Grade unmatched() {
        return new Grade(Severity.LOW, Optional.empty(), Optional.empty(), "no exposure rule matches");
    }
}
