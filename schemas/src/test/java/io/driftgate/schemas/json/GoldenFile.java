package io.driftgate.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that outsiders rely on; written anew with {@code -Ddriftgate.golden.update=true} and reviewed as a diff. */
record GoldenFile(String name) {

    private static final Path FOLDER = Path.of("src/test/golden");

    void mustBe(JsonNode found) throws IOException {
        Path file = FOLDER.resolve(name);
        String text = found.toPrettyString() + "\n";
        if (Boolean.getBoolean("driftgate.golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(file).as("rewrite with -Ddriftgate.golden.update=true").exists();
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
