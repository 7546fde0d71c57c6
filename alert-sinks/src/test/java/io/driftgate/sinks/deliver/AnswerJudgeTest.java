package io.driftgate.sinks.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJudgeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void shouldTakeEvery2xxAsTold(int status) {
        assertThat(AnswerJudge.judge(status, Optional.empty(), NOW)).isInstanceOf(Attempt.Told.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 410, 413, 422, 426, 451, 499})
    void shouldTakeMost4xxAsFinal(int status) {
        assertThat(AnswerJudge.judge(status, Optional.of("5"), NOW)).isInstanceOf(Attempt.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599})
    void shouldTryTheRestAgain(int status) {
        assertThat(AnswerJudge.judge(status, Optional.empty(), NOW))
                .isInstanceOfSatisfying(Attempt.NotNow.class, later -> {
                    assertThat(later.status()).hasValue(status);
                    assertThat(later.retryAfter()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | 120 | 120",
                "503 | 7 | 7",
                "503 | Sun, 01 Mar 2026 10:01:30 GMT | 90",
                // In the past, or not of the grammar: not heard.
                "503 | Sun, 01 Mar 2026 09:00:00 GMT | -1",
                "503 | -5 | -1",
                "503 | soon | -1",
                "503 | 99999999999999999999 | -1",
                // Not asked of other answers.
                "500 | 120 | -1"
            })
    void shouldHearRetryAfter(int status, String header, long seconds) {
        Optional<Duration> expected = seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));

        assertThat(AnswerJudge.judge(status, Optional.of(header), NOW))
                .isInstanceOfSatisfying(
                        Attempt.NotNow.class,
                        later -> assertThat(later.retryAfter()).isEqualTo(expected));
    }
}
