package io.driftgate.standalone.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code main} of ours as a process of its own, on the class path of this test; what it prints goes to a file. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;
    private final Thread last;

    private ServiceProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        // A test JVM that is ended in the middle leaves nothing behind.
        this.last = Thread.ofPlatform().name("kill-" + process.pid()).unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(last);
    }

    /** @param output both streams, appended to */
    static ServiceProcess start(Class<?> main, List<String> arguments, Map<String, String> environment, Path output) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx512m"));
        String root = System.getProperty("driftgate.root");
        if (root != null) {
            command.add("-Ddriftgate.root=" + root);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it has printed, and those before it who had the same file. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits for its end. */
    int exitCode(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still runs after " + patience + "; it said:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Asks it to end, as Ctrl-C and containers do. */
    int stop() {
        process.destroy();
        return exitCode(STOP);
    }

    /** Ends it in the middle of whatever it does. */
    void kill() {
        process.destroyForcibly();
        var unused = exitCode(STOP);
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(last);
        } catch (IllegalStateException ending) {
            // The JVM ends: the hook has nothing left to do.
            return;
        }
    }
}
