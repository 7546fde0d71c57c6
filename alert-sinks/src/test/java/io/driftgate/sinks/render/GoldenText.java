package io.driftgate.sinks.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that people see; written anew with {@code -Ddriftgate.golden.update=true} and reviewed as a diff. */
record GoldenText(String name) {

    private static final Path FOLDER = Path.of("src/test/golden");

    void mustBe(String found) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("driftgate.golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, found);
        }
        assertThat(file).as("rewrite with -Ddriftgate.golden.update=true").exists();
        assertThat(found).isEqualTo(Files.readString(file));
    }
}
