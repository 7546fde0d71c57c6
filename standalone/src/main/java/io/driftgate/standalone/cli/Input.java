package io.driftgate.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a command is given to read: a file, or standard input under the name {@code -}. */
final class Input {

    private static final int LARGEST = 256 * 1024 * 1024;

    private Input() {}

    /**
     * All of it.
     *
     * @param file {@code -} for standard input
     * @throws UncheckedIOException with one sentence
     */
    static byte[] read(Path file) {
        boolean standard = file.toString().equals("-");
        String name = standard ? "standard input" : file.toString();
        byte[] content;
        try (InputStream stream = standard ? System.in : Files.newInputStream(file)) {
            content = stream.readNBytes(LARGEST + 1);
        } catch (IOException failed) {
            String why = switch (failed) {
                case NoSuchFileException missing -> "it is not there";
                case AccessDeniedException denied -> "this user may not read it";
                default ->
                    Files.isDirectory(file)
                            ? "it is a folder"
                            : failed.getClass().getSimpleName();
            };
            throw new UncheckedIOException(name + " cannot be read", new IOException(why, failed));
        }
        if (content.length > LARGEST) {
            throw new UncheckedIOException(
                    name + " cannot be read", new IOException("it is larger than " + LARGEST / 1024 / 1024 + " MiB"));
        }
        return content;
    }
}
