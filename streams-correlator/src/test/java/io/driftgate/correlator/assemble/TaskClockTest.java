package io.driftgate.correlator.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TaskClockTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final TaskClock clock = new TaskClock(Duration.ofSeconds(30));

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    @Test
    void shouldNotKnowTheTimeBeforeAnythingCame() {
        assertThat(clock.tick(at(0))).isEmpty();
        assertThat(clock.tick(at(1))).isEmpty();
        assertThat(clock.tick(at(2))).as("quiet for two seconds").contains(at(2));
    }

    @Test
    void shouldKeepToTheNewestRecordWhileRecordsCome() {
        clock.heard(at(-3600));
        clock.heard(at(-3700));

        assertThat(clock.tick(at(0))).contains(at(-3600));
        assertThat(clock.tick(at(1))).contains(at(-3600));
        assertThat(clock.tick(at(2))).contains(at(2));
    }

    @Test
    void shouldListenBeforeItCallsAnybodySilent() {
        ticks(0, 29);
        assertThat(clock.judgesSilence()).isFalse();

        ticks(30, 30);
        assertThat(clock.judgesSilence()).isTrue();
    }

    @Test
    void shouldListenAgainAfterItStoodStill() {
        ticks(0, 40);

        ticks(46, 46);
        assertThat(clock.judgesSilence()).isFalse();
        ticks(47, 75);
        assertThat(clock.judgesSilence()).isFalse();
        ticks(76, 76);
        assertThat(clock.judgesSilence()).isTrue();
    }

    @Test
    void shouldNotJudgeByABacklog() {
        ticks(0, 40);

        clock.heard(at(29));
        ticks(41, 41);
        assertThat(clock.judgesSilence()).isFalse();
        clock.heard(at(38));
        ticks(42, 42);
        assertThat(clock.judgesSilence()).isTrue();
    }

    private void ticks(long from, long to) {
        for (long second = from; second <= to; second++) {
            var unused = clock.tick(at(second));
        }
    }
}
