package io.driftgate.collectors.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.identity.ResourceKey;
import java.time.Instant;

/** What one line of a live-state file says. */
public sealed interface LiveLine {

    /** A resource that is there; its attributes may hold secrets and are not in its text. */
    record Present(ResourceKey key, JsonNode attributes, Instant readAt) implements LiveLine {
        @Override
        public String toString() {
            return key.text();
        }
    }

    /** A resource that is not there. */
    record Gone(ResourceKey key, Instant readAt) implements LiveLine {}

    /** A line that cannot be used; the message quotes nothing of it. */
    record Broken(int number, String message) implements LiveLine {}
}
