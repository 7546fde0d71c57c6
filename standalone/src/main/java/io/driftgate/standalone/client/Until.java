package io.driftgate.standalone.client;

import io.driftgate.kit.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Reads when something ends, as people write it: {@code 2026-04-01T00:00:00Z} (RFC 3339), or {@code 7d} from now. */
public final class Until {

    private Until() {}

    /** @throws IllegalArgumentException whose message says what was expected */
    public static Instant parse(String text, Instant now) {
        Instant time;
        try {
            time = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : now.plus(Durations.parse(text)).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException neither) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: a time such as 2026-04-01T00:00:00Z, or from now, such as 12h or 7d)");
        }
        if (!time.isAfter(now)) {
            throw new IllegalArgumentException("'" + text + "' has passed (expected: a time to come)");
        }
        return time;
    }
}
