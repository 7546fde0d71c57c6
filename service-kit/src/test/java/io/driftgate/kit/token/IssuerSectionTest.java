package io.driftgate.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerSectionTest {

    record Config(IssuerSection issuer) {}

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "https://user:hunter2@id.example.com/jwks, credentials in the URL",
        "https://user:hunter2@id_example/jwks, credentials in the URL",
        "https://id_example/jwks, 'https://id_example/jwks'",
        "http://id.example.com/jwks?token=hunter2, 'http://id.example.com/jwks?***'"
    })
    void shouldRefuseAUrlOfKeysThatNamesNoHostOrHoldsASecret(String url, String found) throws IOException {
        Path file = Files.writeString(folder.resolve("test.yaml"), """
                issuer: {name: corp, issuer: i, audiences: [a], algorithms: [RS256], jwks: {url: "%s"}}
                """.formatted(url));

        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> new ConfigLoader("test", Map.of(), false).load(Config.class, file));

        assertThat(refused.problems()).extracting(Problem::path).containsExactly("issuer.jwks.url");
        assertThat(refused).hasMessageContaining(found).hasMessageNotContaining("hunter2");
    }
}
