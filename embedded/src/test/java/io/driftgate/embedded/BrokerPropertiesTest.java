package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {

    @Test
    void shouldListenOnLoopbackOnly() {
        Properties properties = BrokerProperties.of(Path.of("log"), 1111, 2222, Map.of());

        assertThat(properties.getProperty("listeners"))
                .isEqualTo("PLAINTEXT://127.0.0.1:1111,CONTROLLER://127.0.0.1:2222");
        assertThat(properties.getProperty("advertised.listeners")).isEqualTo("PLAINTEXT://127.0.0.1:1111");
        assertThat(properties.getProperty("controller.quorum.voters")).isEqualTo("1@127.0.0.1:2222");
    }

    @Test
    void shouldLeaveTopicsToTheCatalogue() {
        Properties properties = BrokerProperties.of(Path.of("log"), 1, 2, Map.of());

        assertThat(properties.getProperty("auto.create.topics.enable")).isEqualTo("false");
        assertThat(properties).doesNotContainKeys("num.partitions", "log.message.timestamp.type");
    }

    @Test
    void shouldLetExtraPropertiesWin() {
        Properties properties = BrokerProperties.of(
                Path.of("log"), 1, 2, Map.of("group.initial.rebalance.delay.ms", "7", "message.max.bytes", "99"));

        assertThat(properties.getProperty("group.initial.rebalance.delay.ms")).isEqualTo("7");
        assertThat(properties.getProperty("message.max.bytes")).isEqualTo("99");
    }
}
