package io.driftgate.collectors;

import io.driftgate.collectors.live.LiveFileReader;
import io.driftgate.collectors.live.LiveLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of one live source, a single one or those of a folder, as they were at one look. Equal looks mean that none was
 * written, came or went in between.
 *
 * @param stamps by file, in the order of their names
 */
record LiveParts(SortedMap<Path, FileStamp> stamps) {

    /** What the files of a folder are called. */
    static final String SUFFIX = ".jsonl";

    LiveParts {
        stamps = new TreeMap<>(stamps);
    }

    /** One file's lines, and the bytes that they were. */
    record Part(Path file, byte[] content, List<LiveLine> lines) {
        Part {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Looks at a file, or at all of a folder that are called so.
     *
     * @throws NoSuchFileException when nothing is there: a folder without any may be one that is not mounted
     */
    static LiveParts at(Path path) throws IOException {
        SortedMap<Path, FileStamp> stamps = new TreeMap<>();
        if (!Files.isDirectory(path)) {
            stamps.put(path, FileStamp.of(path));
            return new LiveParts(stamps);
        }
        try (Stream<Path> list = Files.list(path)) {
            for (Path file : list.filter(LiveParts::isPart).toList()) {
                stamps.put(file, FileStamp.of(file));
            }
        } catch (UncheckedIOException unlisted) {
            throw unlisted.getCause();
        }
        if (stamps.isEmpty()) {
            throw new NoSuchFileException(path.resolve("*" + SUFFIX).toString());
        }
        return new LiveParts(stamps);
    }

    /** When the youngest was written. */
    Instant modified() {
        return Instant.EPOCH.plusNanos(stamps.values().stream()
                .mapToLong(FileStamp::modifiedNanos)
                .max()
                .orElse(0));
    }

    /** Reads them; whether they are still those of this look, the caller asks afterwards. */
    List<Part> read(LiveFileReader reader, Instant now) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Path file : stamps.keySet()) {
            byte[] content = Files.readAllBytes(file);
            parts.add(new Part(file, content, reader.read(new String(content, StandardCharsets.UTF_8), now)));
        }
        return parts;
    }

    private static boolean isPart(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX) && Files.isRegularFile(file);
    }
}
