package io.driftgate.proxy.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.feedback.FeedUpdate.Reason;
import io.driftgate.schemas.events.Condition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TamperingTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Tampering tampering = new Tampering("guards");

    @Test
    void shouldSayNothingWhenNobodyTried() {
        assertThat(tampering.conditions(NOW)).isEmpty();
    }

    @Test
    void shouldCountByReasonSinceItBegan() {
        count(Reason.UNSIGNED, 0);
        count(Reason.UNSIGNED, 1);
        count(Reason.TOMBSTONE, 2);

        assertThat(tampering.conditions(NOW.plusSeconds(60))).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("guards-tampered");
            assertThat(condition.getActive()).isTrue();
            assertThat(condition.getSince()).isEqualTo(NOW);
            assertThat(condition.getMessage()).startsWith("3 records of guards").contains("unsigned 2, tombstone 1");
        });
    }

    @Test
    void shouldStandForAnHourAfterTheLastAttemptAndBeginAnew() {
        count(Reason.UNSIGNED, 0);
        count(Reason.UNSIGNED, 3000);

        assertThat(tampering.conditions(NOW.plusSeconds(6599)))
                .extracting(Condition::getSince)
                .containsExactly(NOW);
        assertThat(tampering.conditions(NOW.plusSeconds(6600))).isEmpty();

        count(Reason.TOMBSTONE, 7000);
        assertThat(tampering.conditions(NOW.plusSeconds(7000))).singleElement().satisfies(condition -> {
            assertThat(condition.getSince()).isEqualTo(NOW.plusSeconds(7000));
            assertThat(condition.getMessage()).startsWith("1 records").doesNotContain("unsigned");
        });
    }

    @Test
    void shouldLogEachReasonOnceAMinute() {
        assertThat(count(Reason.UNSIGNED, 0)).isTrue();
        assertThat(count(Reason.UNSIGNED, 1)).isFalse();
        assertThat(count(Reason.TOMBSTONE, 1)).isTrue();
        assertThat(count(Reason.UNSIGNED, 59)).isFalse();
        assertThat(count(Reason.UNSIGNED, 60)).isTrue();
        assertThat(tampering.count(Reason.UNSIGNED)).isEqualTo(4);
    }

    private boolean count(Reason reason, int second) {
        return tampering.count(reason, NOW.plusSeconds(second));
    }
}
