package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistryLogTest {

    @Test
    void shouldReadTheHttpPortAndNotTheManagementPort() {
        String line =
                "INFO [io.quarkus.bootstrap.runner.Timing] (main) apicurio-registry-app 3.3.3 on JVM started in 3.1s. "
                        + "Listening on: http://127.0.0.1:36409. Management interface listening on http://127.0.0.1:40057.";

        assertThat(RegistryLog.port("something\n" + line + "\n")).hasValue(36409);
    }

    @Test
    void shouldFindNoPortBeforeItIsSaid() {
        assertThat(RegistryLog.port("INFO Using h2 SQL storage.\n")).isEmpty();
    }
}
