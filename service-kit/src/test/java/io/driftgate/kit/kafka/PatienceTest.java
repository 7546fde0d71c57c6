package io.driftgate.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final LoggedLines log = new LoggedLines(Patience.class);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void shouldSaySoOnceAndGoOnWhenAllIsThere() {
        Queue<List<String>> answers =
                new ArrayDeque<>(List.of(List.of("Kafka", "registry"), List.of("registry"), List.of("registry")));
        answers.add(List.of());
        try (Patience patience = new Patience(SHORT, LONG)) {
            patience.until(answers::remove);
        }

        assertThat(answers).isEmpty();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().getFirst()).contains("missing=\"Kafka; registry\"");
        assertThat(log.lines().getLast()).contains("the start goes on");
    }

    @Test
    void shouldRemindAtItsInterval() {
        AtomicInteger attempts = new AtomicInteger();
        try (Patience patience = new Patience(SHORT, Duration.ZERO)) {
            patience.until(() -> attempts.incrementAndGet() < 4 ? List.of("Kafka " + attempts) : List.of());
        }

        assertThat(log.lines()).hasSize(4);
        assertThat(log.lines().get(2)).contains("missing=\"Kafka 3\"");
    }

    @Test
    void shouldSayNothingWhenNothingIsMissing() {
        try (Patience patience = new Patience(SHORT, SHORT)) {
            patience.until(List::of);
        }

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldNotWaitForWhatAPersonMustMend() {
        try (Patience patience = new Patience(LONG, LONG)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> patience.until(() -> {
                        throw new IllegalStateException("wrong topic");
                    }))
                    .withMessage("wrong topic");
        }
    }

    @Test
    void shouldEndWhenItIsClosedOrInterrupted() {
        Patience patience = new Patience(LONG, LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> patience.until(() -> List.of("Kafka"))).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();

        patience.close();
        assertThatThrownBy(() -> patience.until(() -> List.of("Kafka")))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("closed");
    }
}
