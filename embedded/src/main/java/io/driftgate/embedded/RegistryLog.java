package io.driftgate.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the child has printed since it was started: where it listens, and why it ended. Reads only behind the place
 * where the file ended at the start, for the log is appended to.
 */
final class RegistryLog {

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^\\s:]+:(\\d{1,5})\\b");
    private static final Pattern PORT_TAKEN =
            Pattern.compile("already bound|Address already in use|already in use by another process");
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |[.]{3} \\d+ )");
    private static final int MOST_BYTES = 256 * 1024;

    private final Path file;
    private final long from;

    private RegistryLog(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** The log from here on; creates its folder. */
    static RegistryLog fromNow(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        RegistryLog log = new RegistryLog(whole, Files.exists(whole) ? Files.size(whole) : 0);
        Files.createDirectories(log.folder());
        return log;
    }

    /** The folder that the log lies in. */
    Path folder() {
        return file.resolveSibling("").toAbsolutePath();
    }

    /** The port that the registry says it listens on, as soon as it says so. */
    OptionalInt port() {
        return port(text());
    }

    /** True when it ended because its port was taken. */
    boolean saysPortTaken() {
        return PORT_TAKEN.matcher(text()).find();
    }

    /** The last lines that tell something, oldest first: not where in the registry's code it happened. */
    List<String> lastLines(int most) {
        List<String> lines = text().lines()
                .filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).lookingAt())
                .toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    static OptionalInt port(String text) {
        Matcher matcher = LISTENING.matcher(text);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    private String text() {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long begin = Math.max(from, log.length() - MOST_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, log.length() - begin)];
            log.seek(begin);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Not written yet, or gone: nothing was said.
            return "";
        }
    }
}
