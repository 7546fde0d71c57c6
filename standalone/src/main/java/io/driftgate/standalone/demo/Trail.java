package io.driftgate.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/** CloudTrail's records of what is done in the sample world, as its log files hold them. */
public enum Trail {
    GROUP_OPENED("trail-security-group-opened.json"),
    GROUP_CLOSED("trail-security-group-closed.json"),
    FUNCTION_DEPLOYED("trail-function-deployed.json");

    private final String resource;

    Trail(String resource) {
        this.resource = resource;
    }

    /** The file's name in the drop folder. */
    String fileName() {
        return resource;
    }

    /** One log file with one record; CloudTrail's clock has whole seconds. */
    String record(Instant when) {
        try (InputStream file =
                Objects.requireNonNull(Trail.class.getResourceAsStream("/sample/" + resource), "sample record")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${time}", when.truncatedTo(ChronoUnit.SECONDS).toString())
                    .replace("${request_id}", UUID.randomUUID().toString())
                    .replace("${event_id}", UUID.randomUUID().toString());
        } catch (IOException broken) {
            throw new UncheckedIOException("the sample record cannot be read", broken);
        }
    }
}
