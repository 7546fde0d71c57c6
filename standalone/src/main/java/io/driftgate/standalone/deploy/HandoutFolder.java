package io.driftgate.standalone.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes handouts under a folder that has each container's volume as a subfolder. A file has mode 0400 and belongs to the
 * container's user; its folder belongs to whoever runs this, so that the container cannot put another in its place.
 */
final class HandoutFolder {

    private final Path root;

    HandoutFolder(Path root) {
        this.root = root;
    }

    /** Whether nobody was given anything yet. */
    boolean isEmpty() {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.noneMatch(Files::isRegularFile);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(root + " cannot be read", unreadable);
        }
    }

    /**
     * Writes the files that are not there; one that is there stays as it is.
     *
     * @return the names of those written
     * @throws UncheckedIOException when one cannot be
     */
    List<String> writeMissing(Handout handout) {
        List<String> written = new ArrayList<>();
        for (Map.Entry<String, String> file : new TreeMap<>(handout.files()).entrySet()) {
            Path path = root.resolve(handout.name()).resolve(file.getKey());
            try {
                if (writeOnce(path, file.getValue(), handout.owner())) {
                    written.add(handout.name() + "/" + file.getKey());
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(
                        path + " cannot be written for user " + handout.owner()
                                + " (expected: to run as root with CAP_CHOWN, on volumes of this deployment)",
                        failed);
            }
        }
        return written;
    }

    /** Whole or not at all. Its owner is another in the end, so that no link could be made to it, only a new name given. */
    private static boolean writeOnce(Path path, String text, int owner) throws IOException {
        if (Files.exists(path)) {
            return false;
        }
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Path temporary = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID());
        try {
            try (var channel = Files.newByteChannel(
                            temporary,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            Files.setAttribute(temporary, "unix:uid", owner);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
