package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.junit.jupiter.api.Test;

class BrokerFaultsTest {

    private static final Runnable NO_ACTION = () -> {};

    private final AtomicInteger stops = new AtomicInteger();
    private final BrokerFaults faults = new BrokerFaults();

    @Test
    void shouldStopTheBrokerOnceHoweverManyFatalFaultsCome() {
        faults.stopWith(stops::incrementAndGet);
        FaultHandler handler = faults.build("raft manager", true, NO_ACTION);

        RuntimeException first = handler.handleFault("broken", new IllegalArgumentException("why"));
        RuntimeException second = handler.handleFault("broken again");

        assertThat(first).hasMessage("raft manager: broken").hasRootCauseMessage("why");
        assertThat(second).hasMessage("raft manager: broken again");
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> stops.get() == 1);
    }

    @Test
    void shouldStopABrokerWhoseFatalFaultCameBeforeItWasUp() {
        RuntimeException found =
                faults.build("metadata loading", true, NO_ACTION).handleFault("broken");
        assertThat(found).isNotNull();

        faults.stopWith(stops::incrementAndGet);

        await().atMost(Duration.ofSeconds(5)).until(() -> stops.get() == 1);
    }

    @Test
    void shouldGoOnAfterAFaultThatIsNotFatalButCountIt() {
        AtomicInteger counted = new AtomicInteger();
        faults.stopWith(stops::incrementAndGet);

        RuntimeException found = faults.build("metadata publishing", false, counted::incrementAndGet)
                .handleFault("odd");

        assertThat(found).hasMessage("metadata publishing: odd");
        assertThat(counted).hasValue(1);
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> stops.get() == 0);
    }

    @Test
    void shouldStopTheBrokerAndNotTheJvmWhenKafkaAsksForAHalt() {
        faults.stopWith(stops::incrementAndGet);
        faults.insteadOfHalt();
        try {
            assertThatThrownBy(() -> Exit.halt(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> Exit.halt(1)).isInstanceOf(IllegalStateException.class);
        } finally {
            Exit.resetHaltProcedure();
        }

        assertThat(faults.failure()).isCompletedWithValue("broker: cannot write to its folder; the log tells");
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> stops.get() == 1);
    }
}
