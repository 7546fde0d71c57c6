package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class InterruptionTest {

    @Test
    void shouldSeeAnInterruptBehindTheExceptionsOfLibraries() {
        assertThat(Interruption.isBehind(new InterruptedException())).isTrue();
        assertThat(Interruption.isBehind(new KafkaException("create topic", new InterruptedException())))
                .isTrue();
        assertThat(Interruption.isBehind(new IllegalStateException(new IOException("gone"))))
                .isFalse();
    }
}
