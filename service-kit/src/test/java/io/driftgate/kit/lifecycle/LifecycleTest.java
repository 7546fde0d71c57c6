package io.driftgate.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldStopInTheOppositeOrderPastAFailureAndOnlyOnce() {
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.add("a", () -> closed.add("a"));
        lifecycle.add("b", () -> {
            closed.add("b");
            throw new IllegalStateException("stuck");
        });
        lifecycle.add("c", () -> closed.add("c"));

        lifecycle.close();
        lifecycle.close();

        assertThat(closed).containsExactly("c", "b", "a");
    }

    @Test
    void shouldCloseWhatComesAfterTheEnd() {
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.close();

        assertThatIllegalStateException().isThrownBy(() -> lifecycle.add("late", () -> closed.add("late")));
        assertThat(closed).containsExactly("late");
    }
}
