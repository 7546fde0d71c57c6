package io.driftgate.standalone.data;

import io.driftgate.kit.signing.Ed25519Keys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes the first configuration for a cluster of one's own: the four files with every key explained, and the keys that they
 * name, each random and for the owner alone. What is there stays as it is.
 */
public final class FirstConfig {

    private static final List<String> FILES =
            List.of("gateway.yaml", "collectors.yaml", "correlator.yaml", "alerts.yaml");
    private static final List<String> KAFKA_USERS = List.of("gateway", "collectors", "correlator", "alerts");

    private final Path folder;
    private final List<Path> written = new ArrayList<>();
    private final List<Path> kept = new ArrayList<>();

    private FirstConfig(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes into a folder, which is made when it is not there.
     *
     * @throws UncheckedIOException when that cannot be
     */
    public static FirstConfig into(Path folder) {
        FirstConfig first = new FirstConfig(folder);
        try {
            first.write();
        } catch (IOException failed) {
            throw new UncheckedIOException(folder + " cannot be written (expected: a folder of our own)", failed);
        }
        return first;
    }

    public List<Path> written() {
        return List.copyOf(written);
    }

    /** What was there before. */
    public List<Path> kept() {
        return List.copyOf(kept);
    }

    private void write() throws IOException {
        Path secrets = folder.resolve("secrets");
        Files.createDirectories(folder);
        Files.createDirectories(
                secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String source : List.of("sources/states", "sources/trail")) {
            Files.createDirectories(folder.resolve(source));
        }
        for (String name : FILES) {
            put(folder.resolve(name), text(name));
        }
        put(secrets.resolve("digest.key"), Keys.random());
        put(secrets.resolve("webhook.key"), Keys.WEBHOOK_PREFIX + Keys.random());
        for (String user : KAFKA_USERS) {
            put(
                    secrets.resolve(user + "-kafka.properties"),
                    text("kafka.properties").replace("USER", user));
        }
        signer(secrets.resolve("signing.key"), secrets.resolve("signing.pub"));
    }

    /** Both halves or none: a new half would not fit the old one. */
    private void signer(Path key, Path open) throws IOException {
        if (isThere(key) || isThere(open)) {
            for (Path half : List.of(key, open)) {
                if (isThere(half)) {
                    kept.add(half);
                }
            }
            return;
        }
        Ed25519Keys.Pem pair = Ed25519Keys.generate();
        put(open, pair.publicKey());
        put(key, pair.privateKey());
    }

    private void put(Path file, String text) throws IOException {
        if (isThere(file)) {
            kept.add(file);
        } else {
            Keys.replace(file, text);
            written.add(file);
        }
    }

    /** Also a link that leads nowhere: somebody put it there. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String text(String name) throws IOException {
        String place = "/io/driftgate/standalone/init/" + name;
        try (InputStream file = Objects.requireNonNull(FirstConfig.class.getResourceAsStream(place), place)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
