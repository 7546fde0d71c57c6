package io.driftgate.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigTest {

    record Target(String name, Optional<Path> file) {}

    record Config(
            Interpolated interpolated,
            Optional<URI> url,
            @Default("1m") Duration pause,
            @Default("1") int limit,
            List<Target> targets,
            Map<String, String> labels) {}

    record Plain(Optional<URI> url) {}

    @TempDir
    Path folder;

    @Test
    void shouldShowVariablesInPlaceOfValuesThatCouldBeSecrets() {
        assertThat(shown("""
                url: https://hooks.example.com/${TOKEN}/x
                pause: ${PAUSE}
                limit: ${LIMIT}
                targets:
                  - {name: plain}
                  - {name: "a-${SHORT}-${TOKEN}", file: "${DIR:-states}/a"}
                labels: {owner: "${TOKEN}", price: 5$$}
                """)).isEqualTo("""
                {"url":"https://hooks.example.com/${TOKEN}/x","pause":"30s","limit":"${LIMIT}",\
                "targets":[{"name":"plain"},{"name":"a-abc-${TOKEN}","file":"states/a"}],\
                "labels":{"owner":"${TOKEN}","price":"5$"}}""");
    }

    @Test
    void shouldShowOnlyWhatCameFromTheEnvironmentAsAVariable() {
        // The same text, written out by the operator elsewhere: it is no secret there.
        assertThat(shown("{targets: [{name: '${TOKEN}'}], labels: {a: hunter2}}"))
                .contains("\"name\":\"${TOKEN}\"", "\"a\":\"hunter2\"");
    }

    @Test
    void shouldHideWhatAUrlMayHide() {
        assertThat(shown("url: https://user:hunter2@host_name:8081/x?token=hunter2"))
                .contains("\"url\":\"https://***@host_name:8081/x?***\"");
        Plain plain = loader().parse(Plain.class, "url: 'https://user:hunter2@h/'", "test.yaml", folder);
        assertThat(EffectiveConfig.json(plain)).hasToString("{\"url\":\"https://***@h/\"}");
    }

    private String shown(String yaml) {
        Config config = loader().parse(Config.class, yaml, "test.yaml", folder);
        return EffectiveConfig.json(config).toString();
    }

    private static ConfigLoader loader() {
        return new ConfigLoader(
                "test", Map.of("TOKEN", "hunter2", "SHORT", "abc", "PAUSE", "30s", "LIMIT", "1000"), false);
    }
}
