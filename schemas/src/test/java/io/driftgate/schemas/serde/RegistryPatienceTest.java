package io.driftgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.RegistryException.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryPatienceTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private final RegistryPatience patience =
            new RegistryPatience(Duration.ofSeconds(2), now::get, time -> now.addAndGet(time.toNanos()));

    @Test
    void shouldComeBackWhenTheRegistryDoes() {
        assertThat(patience.call(() -> {
                    if (calls.incrementAndGet() < 4) {
                        throw new RegistryException(Reason.UNAVAILABLE, "away");
                    }
                    return "here";
                }))
                .isEqualTo("here");
        assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void shouldGiveUpAtItsLimitWithAnExceptionThatKafkaRetries() {
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> patience.call(() -> fail(Reason.UNAVAILABLE)))
                .isInstanceOf(RetriableException.class)
                .withMessageContaining("PT2S")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
        assertThat(calls).hasValue(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "INTERRUPTED"})
    void shouldWaitForNothingElse(Reason reason) {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> patience.call(() -> fail(reason)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldHandAnInterruptToKafka() {
        assertThatExceptionOfType(InterruptException.class)
                .isThrownBy(() -> patience.call(() -> fail(Reason.INTERRUPTED)));
        assertThat(Thread.interrupted()).isTrue();
        RegistryPatience disturbed = new RegistryPatience(Duration.ofSeconds(2), now::get, time -> {
            throw new InterruptedException();
        });
        assertThatExceptionOfType(InterruptException.class)
                .isThrownBy(() -> disturbed.call(() -> fail(Reason.UNAVAILABLE)));
        assertThat(Thread.interrupted()).isTrue();
    }

    private Object fail(Reason reason) {
        calls.incrementAndGet();
        throw new RegistryException(reason, "because");
    }
}
