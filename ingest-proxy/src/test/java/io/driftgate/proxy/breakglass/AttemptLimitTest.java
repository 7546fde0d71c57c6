package io.driftgate.proxy.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AttemptLimit limit = new AttemptLimit();

    @Test
    void shouldNotListenToAnAddressThatFailedTooOftenUntilTheMinuteIsOver() {
        for (int i = 0; i < AttemptLimit.MOST; i++) {
            assertThat(limit.permits("192.0.2.1", NOW)).isTrue();
            limit.failed("192.0.2.1", NOW.plusSeconds(i));
        }

        assertThat(limit.permits("192.0.2.1", NOW.plusSeconds(59))).isFalse();
        assertThat(limit.permits("192.0.2.2", NOW.plusSeconds(59))).isTrue();
        assertThat(limit.permits("192.0.2.1", NOW.plusSeconds(60))).isTrue();
        limit.failed("192.0.2.1", NOW.plusSeconds(60));
        assertThat(limit.permits("192.0.2.1", NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void shouldRememberNoMoreAddressesThanItHasPlacesFor() {
        for (int i = 0; i < AttemptLimit.MOST; i++) {
            limit.failed("first", NOW);
        }
        for (int i = 0; i < 999; i++) {
            limit.failed("address " + i, NOW);
        }
        assertThat(limit.permits("first", NOW)).isFalse();

        limit.failed("one more", NOW);

        assertThat(limit.permits("first", NOW)).isTrue();
    }
}
