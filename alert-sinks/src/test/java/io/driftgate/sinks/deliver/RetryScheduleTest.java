package io.driftgate.sinks.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final long SEED = 20_260_301L;

    private final RetrySchedule schedule = RetrySchedule.standard(new SplittableRandom(SEED));

    @ParameterizedTest
    @CsvSource({
        "1, 250, 500",
        "2, 500, 1000",
        "3, 1000, 2000",
        "7, 16000, 32000",
        "8, 30000, 60000",
        "1000, 30000, 60000"
    })
    void shouldDoubleUpToAMinuteAndLeaveHalfToChance(int tries, long least, long most) {
        for (int i = 0; i < 500; i++) {
            assertThat(schedule.pause(tries, Optional.empty()).toMillis())
                    .as("seed %d", SEED)
                    .isBetween(least, most);
        }
    }

    @Test
    void shouldNotLetWorkersComeBackTogether() {
        assertThat(schedule.pause(8, Optional.empty())).isNotEqualTo(schedule.pause(8, Optional.empty()));
    }

    @Test
    void shouldHonourWhatTheSinkAsksWithinReason() {
        assertThat(schedule.pause(1, Optional.of(Duration.ofSeconds(90)))).isEqualTo(Duration.ofSeconds(90));
        assertThat(schedule.pause(1, Optional.of(Duration.ofDays(90)))).isEqualTo(Duration.ofMinutes(10));
        assertThat(schedule.pause(8, Optional.of(Duration.ofSeconds(1)))).isGreaterThan(Duration.ofSeconds(29));
    }
}
