package io.driftgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @Test
    void shouldMoveEveryPortByTheSame() {
        assertThat(Ports.shifted(8000)).isEqualTo(new Ports(9092, 8081, 8080, 8090, 9101, 9102, 9103, 9104));
        assertThat(Ports.shifted(18_000))
                .isEqualTo(new Ports(19_092, 18_081, 18_080, 18_090, 19_101, 19_102, 19_103, 19_104));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, 64_432, 70_000})
    void shouldRefuseABaseThatLeavesTheRange(int base) {
        assertThatThrownBy(() -> Ports.shifted(base))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("--port-base " + base);
    }

    @Test
    void shouldSayWhichPortIsTakenAndWhatToDo() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();
            Ports ports = new Ports(0, 0, taken, 0, 0, 0, 0, 0);
            assertThatThrownBy(ports::check)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessage("127.0.0.1:" + taken + ", the port of the gateway, is taken (expected: free; stop what"
                            + " listens there, or move all ports with --port-base N, which adds N - 8000)");
            assertThat(ports.orFree()).isEqualTo(Ports.free());
        }
        assertThatCode(Ports.free()::check).doesNotThrowAnyException();
    }
}
