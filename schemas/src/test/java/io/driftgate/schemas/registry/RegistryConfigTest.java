package io.driftgate.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:s3cret@registry:8081",
                "http://user:s3cret@host_name:8081",
                "http://registry:8081/?token=s3cret",
                "http://registry:8081/#s3cret",
                "ftp://registry",
                "registry:8081",
                "http:///subjects",
            })
    void shouldRefuseAnAddressWithoutRepeatingWhatMayBeSecret(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryConfig.of(url))
                .withMessageContaining("expected:")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void shouldDropSlashesAtTheEnd() {
        assertThat(RegistryConfig.of("https://registry:8081/apis/ccompat/v7//").urls())
                .containsExactly(URI.create("https://registry:8081/apis/ccompat/v7"));
    }

    @Test
    void shouldRefuseValuesThatMakeNoSense() {
        RegistryConfig config = RegistryConfig.of("http://registry:8081");
        assertThatIllegalArgumentException().isThrownBy(() -> config.withUrls(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageStartingWith("connectTimeout");
        assertThatIllegalArgumentException().isThrownBy(() -> config.withCache(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.basic("a:b", "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.bearer("t0ken\n"))
                .withMessageNotContaining("t0ken");
    }

    @Test
    void shouldNeverPauseLongerThanItsBound() {
        SplittableRandom random = new SplittableRandom(7);
        RetryPolicy policy = RetryPolicy.standard();
        for (int round = 0; round < 200; round++) {
            assertThat(policy.pauseAfter(round, Optional.empty(), random))
                    .isBetween(Duration.ofMillis(50), Duration.ofSeconds(2));
            assertThat(policy.pauseAfter(round, Optional.of(Duration.ofDays(10)), random))
                    .isEqualTo(Duration.ofSeconds(2));
        }
        assertThat(RetryPolicy.none().pauseAfter(0, Optional.empty(), random)).isZero();
    }
}
