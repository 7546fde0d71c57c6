package io.driftgate.proxy.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    @ParameterizedTest
    @CsvSource({"API.Example.COM, api.example.com", "10.0.0.1, 10.0.0.1", "[::1], [::1]", "my_host-1, my_host-1"})
    void shouldCompareHostsInLowerCase(String written, String name) {
        assertThat(HostName.of(written)).contains(new HostName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", "-a", "a/b", "a:80", "a b", "a%2eb", "é.example", "[::1", "a@b"})
    void shouldRefuseWhatIsNoHost(String written) {
        assertThat(HostName.of(written)).isEmpty();
    }
}
