package io.driftgate.correlator.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTakenTest {

    @Test
    void shouldKnowAnOrderThatIsDeliveredAgain() {
        CommandsTaken taken = CommandsTaken.NOTHING.with("one").with("two");

        assertThat(taken.has("one")).isTrue();
        assertThat(taken.has("two")).isTrue();
        assertThat(taken.has("three")).isFalse();
    }

    @Test
    void shouldRememberOnlyTheLast() {
        CommandsTaken taken = CommandsTaken.NOTHING;
        for (int i = 1; i <= 100; i++) {
            taken = taken.with("id-" + i);
        }

        assertThat(taken.ids()).hasSize(32).startsWith("id-100");
        assertThat(taken.has("id-1")).isFalse();
    }
}
