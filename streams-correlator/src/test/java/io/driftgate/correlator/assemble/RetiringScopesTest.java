package io.driftgate.correlator.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetiringScopesTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final RetiringScopes scopes = new RetiringScopes(Duration.ofSeconds(30));

    @Test
    void shouldRetireWhatNobodySpeaksForOnce() {
        scopes.begin("live:file:a", START);
        scopes.begin("live:file:a", START.plusSeconds(20));

        assertThat(scopes.due(START.plusSeconds(29))).isEmpty();
        assertThat(scopes.due(START.plusSeconds(30))).containsExactly("live:file:a");
        assertThat(scopes.due(START.plusSeconds(31))).isEmpty();
    }

    @Test
    void shouldRetireNothingThatACollectorGoesOnToSpeakFor() {
        scopes.begin("live:file:a", START);
        scopes.begin("live:file:b", START);
        scopes.contradict("live:file:a");

        assertThat(scopes.due(START.plusSeconds(60))).containsExactly("live:file:b");
    }
}
