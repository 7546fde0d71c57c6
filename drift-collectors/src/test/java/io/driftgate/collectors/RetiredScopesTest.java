package io.driftgate.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.CollectorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetiredScopesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration LONG_AGO = Duration.ofDays(3);

    @Test
    void shouldTakeBackOnlyWhatThisCollectorSaidAndNobodyClaimsOrStillSays() {
        List<CollectorStatus> latest = List.of(
                status("declared:terraform:file:/moved", "ours", LONG_AGO),
                status("declared:terraform:file:/here", "ours", LONG_AGO),
                status("declared:terraform:file:/theirs", "theirs", LONG_AGO),
                // Another process of the same name reads it.
                status("live:file:spoken-of", "ours", Duration.ofSeconds(12)),
                status("live:file:silent", "ours", RetiredScopes.SILENCE.plusSeconds(1)));

        assertThat(RetiredScopes.retired(latest, "ours", scope -> scope.text().endsWith("/here"), NOW))
                .containsExactly("declared:terraform:file:/moved", "live:file:silent");
    }

    private static CollectorStatus status(String scope, String collector, Duration ago) {
        return CollectorStatus.newBuilder()
                .setScope(scope)
                .setCollector(collector)
                .setOccurred(NOW.minus(ago))
                .build();
    }
}
