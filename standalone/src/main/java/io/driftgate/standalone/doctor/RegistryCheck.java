package io.driftgate.standalone.doctor;

import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.schemas.registry.CompatibilityLevel;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.RetryPolicy;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import java.time.Duration;

/** Whether the registry answers, and is one. */
record RegistryCheck(SchemaRegistrySection section) {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    Finding answer() {
        try (SchemaRegistryClient registry = new SchemaRegistryClient(
                section.toRegistryConfig().withRetry(RetryPolicy.none()).withTimeouts(CONNECT, ANSWER))) {
            // Only a registry has a level.
            CompatibilityLevel level = registry.globalCompatibility();
            return Finding.ok(
                    "registry",
                    section.url() + " with " + registry.subjects().size() + " subjects, by default held to " + level);
        } catch (RegistryException failed) {
            return switch (failed.reason()) {
                case UNAVAILABLE ->
                    Finding.fail(
                            "registry",
                            section.url() + " does not answer",
                            "Start the registry, or mend schema_registry.url");
                case UNAUTHORIZED ->
                    Finding.fail(
                            "registry",
                            section.url() + " refuses us",
                            "Mend schema_registry.basic_auth or bearer_token");
                case UNEXPECTED_ANSWER, NOT_FOUND ->
                    Finding.fail(
                            "registry",
                            section.url() + " answers, but not as a registry",
                            "Mend schema_registry.url; Apicurio's has the path /apis/ccompat/v7");
                case INCOMPATIBLE, INVALID, UNUSABLE_SCHEMA, INTERRUPTED, CLOSED ->
                    Finding.fail("registry", failed.getMessage(), "Look into the registry's log");
            };
        }
    }
}
