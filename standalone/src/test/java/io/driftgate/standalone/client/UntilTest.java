package io.driftgate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntilTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:02:11.123456Z");

    @Test
    void shouldTakeATimeOrALengthOfTime() {
        assertThat(Until.parse("2026-04-01T00:00:00Z", NOW)).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(Until.parse("2026-04-01T00:00:00.5+02:00", NOW)).isEqualTo("2026-03-31T22:00:00.500Z");
        assertThat(Until.parse("7d", NOW)).isEqualTo("2026-03-08T10:02:11.123Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "0s", "tomorrow", "2026-04-01", "2026-04-01T00:00:00", "2026-03-01T10:02:11Z", "-7d"})
    void shouldRefuseWhatIsNoTimeToCome(String text) {
        assertThatThrownBy(() -> Until.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("expected: a time");
    }
}
