package io.driftgate.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException(), false, 502, "upstream-unreachable"),
                Arguments.of(new UnknownHostException(), false, 502, "upstream-unreachable"),
                Arguments.of(new EOFException(), false, 502, "upstream-failed"),
                Arguments.of(new IllegalStateException(), false, 502, "upstream-failed"),
                Arguments.of(new TimeoutException(), false, 504, "upstream-timeout"),
                Arguments.of(new SocketTimeoutException(), false, 504, "upstream-timeout"),
                Arguments.of(new RejectedExecutionException(), false, 503, "upstream-busy"),
                Arguments.of(new EOFException(), true, 400, "request-incomplete"),
                Arguments.of(new TimeoutException(), true, 408, "request-incomplete"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldTellFailuresApart(Throwable failure, boolean clientFailed, int status, String reason) {
        assertThat(UpstreamFailure.of(failure, clientFailed).status()).isEqualTo(status);
        assertThat(UpstreamFailure.of(failure, clientFailed).reason()).isEqualTo(reason);
    }
}
