package io.driftgate.standalone.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Which set of the four services' files a data folder begins with. */
public enum ConfigFiles {
    /** For {@code driftgate up}: empty folders to fill, routes to write. */
    UP,
    /** For the demo: the shop's two services and its pipeline. */
    DEMO;

    private static final List<String> NAMES =
            List.of("gateway.yaml", "collectors.yaml", "correlator.yaml", "alerts.yaml");

    /** Writes those that are not there; what a person edited stays. */
    public void writeMissing(DataFolder folder) {
        for (String name : NAMES) {
            Path file = folder.config().resolve(name);
            if (!Files.exists(file)) {
                try {
                    Keys.replace(file, text(name));
                } catch (IOException failed) {
                    throw new UncheckedIOException(file + " cannot be written", failed);
                }
            }
        }
    }

    private String text(String name) throws IOException {
        String place = "/io/driftgate/standalone/" + name().toLowerCase(Locale.ROOT) + "/" + name;
        try (InputStream file = Objects.requireNonNull(ConfigFiles.class.getResourceAsStream(place), place)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
