package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final Duration SOON = Duration.ofMillis(10);

    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayNothingOfWhatIsDoneAtOnce() {
        try (Waiting waiting = Waiting.begin(new PrintWriter(err), true, "asking the broker")) {
            assertThat(err.toString()).isEmpty();
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldShowOneLineOnATerminalAndTakeItAway() {
        try (Waiting waiting = new Waiting(new PrintWriter(err), true, SOON, SOON, "asking the broker")) {
            await().until(() -> err.toString().contains("\r\u001b[K... asking the broker (0 s)"));
            waiting.now("asking the registry");
            await().until(() -> err.toString().contains("... asking the registry (0 s)"));
        }
        assertThat(err.toString()).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Test
    void shouldWritePlainLinesElsewhere() {
        try (Waiting waiting = new Waiting(new PrintWriter(err), false, SOON, SOON, "asking the broker")) {
            await().until(() -> err.toString().lines().count() > 1);
        }
        assertThat(err.toString()).startsWith("... asking the broker (0 s)\n").doesNotContain("\u001b");
    }
}
