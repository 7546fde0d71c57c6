package io.driftgate.kit.kafka;

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
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistrySectionTest {

    record Config(SchemaRegistrySection schemaRegistry) {}

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://user:hunter2@registry:8081 | credentials in the URL",
                "http://user:hunter2@host_name:8081 | credentials in the URL",
                "http://host_name:8081 | host_name:8081' (expected: a URL with a host name",
                "http:///apis | a URL with a host name",
                "http://registry/?token=hunter2 | http://registry/?***'",
                "ftp://registry | ftp:…' (expected: an http or https URL"
            })
    void shouldRefuseAUrlThatNamesNoHostOrHoldsASecret(String url, String problem) throws IOException {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load("{url: '" + url + "'}"));

        assertThat(refused.problems()).extracting(Problem::path).containsExactly("schema_registry.url");
        assertThat(refused).hasMessageContaining(problem).hasMessageNotContaining("hunter2");
    }

    /** Whoever writes a token where a section belongs must not find it in a log. */
    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "{url: [hunter2]}", "{url: 'http://r', basic_auth: {file: [hunter2]}}"})
    void shouldNotQuoteWhatStandsInTheWrongPlace(String section) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> load(section)))
                .hasMessageContaining("expected")
                .hasMessageNotContaining("hunter2");
    }

    private Config load(String section) throws IOException {
        Path file = Files.writeString(folder.resolve("test.yaml"), "schema_registry: " + section);
        return new ConfigLoader("test", Map.of(), false).load(Config.class, file);
    }
}
