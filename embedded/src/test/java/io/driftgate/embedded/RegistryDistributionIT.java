package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryDistributionIT {

    @TempDir
    Path folder;

    @Test
    void shouldTakeTheFirstGuessThatHoldsTheRunner() throws IOException {
        Path full = distribution("full");

        assertThat(RegistryDistribution.choose(Optional.empty(), List.of(folder.resolve("none"), full)))
                .isEqualTo(full);
    }

    @Test
    void shouldNotPassOverANamedFolderForAGuess() throws IOException {
        Path full = distribution("full");
        Path named = folder.resolve("misspelt");

        assertThatExceptionOfType(EmbeddedStartException.class)
                .isThrownBy(() -> RegistryDistribution.choose(Optional.of(named), List.of(full)))
                .withMessageContaining(named.toString())
                .matches(e -> e.reason() == Reason.DISTRIBUTION_MISSING);
    }

    private Path distribution(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        Files.createFile(home.resolve("quarkus-run.jar"));
        return home;
    }
}
