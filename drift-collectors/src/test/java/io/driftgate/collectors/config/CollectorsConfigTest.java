package io.driftgate.collectors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorsConfigTest {

    @TempDir
    Path folder;

    @Test
    void shouldRefuseALiveFolderUntilFoldersAreRead() throws IOException {
        Files.createDirectories(folder.resolve("live"));

        assertThatThrownBy(() -> load("live"))
                .hasMessageContaining("live[0].file.path")
                .hasMessageContaining("folders are not read yet");
        assertThat(load("live.jsonl").live()).hasSize(1);
    }

    private CollectorsConfig load(String live) throws IOException {
        Files.writeString(folder.resolve("digest.key"), "0123456789abcdef0123456789abcdef");
        Path file = Files.writeString(folder.resolve("collectors.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "kafka:9092"}
                schema_registry: {url: "http://registry:8081"}
                sensitive_values: {digest_key: {file: digest.key}}
                accounts: []
                declared: []
                live:
                  - {name: lab, file: {path: %s}}
                changes: []
                """.formatted(live));
        return new ConfigLoader("collectors", Map.of(), false).load(CollectorsConfig.class, file);
    }
}
