package io.driftgate.collectors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.signing.Ed25519Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorsConfigTest {

    private static final String SIGNER = "trusted_signers: [{name: s1, public_key: {file: signing.pub}}]";

    @TempDir
    Path folder;

    @Test
    void shouldTakeALiveFileAndALiveFolder() throws IOException {
        Files.createDirectories(folder.resolve("live"));

        assertThat(load("live", SIGNER).live()).hasSize(1);
        assertThat(load("live.jsonl", SIGNER).live()).hasSize(1);
    }

    @Test
    void shouldAskForTheKeysOfThoseWhoseCommandsAreObeyed() {
        assertThatThrownBy(() -> load("live", ""))
                .hasMessageContaining("trusted_signers: none (expected: the correlator's");
        assertThatThrownBy(() -> load("live", SIGNER + "\n" + SIGNER)).hasMessageContaining("trusted_signers");
        assertThatThrownBy(() -> load("live", SIGNER.replace("signing.pub", "digest.key")))
                .hasMessageContaining("trusted_signers[0].public_key")
                .hasMessageNotContaining("0123456789abcdef");
    }

    private CollectorsConfig load(String live, String signers) throws IOException {
        Files.writeString(folder.resolve("digest.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve("signing.pub"), Ed25519Keys.generate().publicKey());
        Path file = Files.writeString(folder.resolve("collectors.yaml"), """
                version: 1
                kafka: {bootstrap_servers: "kafka:9092"}
                schema_registry: {url: "http://registry:8081"}
                %s
                sensitive_values: {digest_key: {file: digest.key}}
                accounts: []
                declared: []
                live:
                  - {name: lab, file: {path: %s}}
                changes: []
                """.formatted(signers, live));
        return new ConfigLoader("collectors", Map.of(), false).load(CollectorsConfig.class, file);
    }
}
