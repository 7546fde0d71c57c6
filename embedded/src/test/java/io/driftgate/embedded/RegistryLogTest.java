package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void shouldTellWhyItEndedAndNotWhereInItsCode(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("registry.log");
        RegistryLog log = RegistryLog.fromNow(file);
        Files.writeString(file, """
                ERROR cannot write the database
                java.lang.IllegalStateException: not written
                \tat a.B.c(B.java:1)
                \t... 12 more
                Caused by: java.io.IOException: No space left on device
                \tat a.B.d(B.java:2)
                """);

        assertThat(log.lastLines(2))
                .containsExactly(
                        "java.lang.IllegalStateException: not written",
                        "Caused by: java.io.IOException: No space left on device");
    }
}
