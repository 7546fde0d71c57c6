package io.driftgate.embedded;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apicurio Registry as a child process on 127.0.0.1, spoken to by Confluent's API. It uses the JVM that runs us, dies
 * with us even when we are killed, and holds every subject to FULL_TRANSITIVE compatibility. It has no access control.
 * Safe to use from any thread.
 */
public final class RegistryProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryProcess.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 25;
    private static final int LOG_LINES_SHOWN = 12;

    private final Child child;
    private final int port;
    private final Duration startDuration;

    private RegistryProcess(Child child, int port, Duration startDuration) {
        this.child = child;
        this.port = port;
        this.startDuration = startDuration;
    }

    /**
     * Starts the registry and returns when it answers and its compatibility is set.
     *
     * @throws EmbeddedStartException of any {@link Reason}; where the child has printed something, its last lines are
     *     in the message. No process, port or lock is left behind
     */
    public static RegistryProcess start(RegistryConfig config) {
        long began = System.nanoTime();
        Path home = RegistryDistribution.locate(config.home());
        refuseTakenPort(config.port());
        Child child = Child.spawn(config, home);
        try {
            int port = awaitAnswer(config, child, began + config.startTimeout().toNanos());
            return new RegistryProcess(child, port, Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedException e) {
            child.stop();
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException(Reason.FAILED, "Interrupted while the registry started.", e);
        } catch (IOException e) {
            child.stop();
            throw new EmbeddedStartException(Reason.FAILED, "The registry refused its set-up: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            child.stop();
            throw e;
        }
    }

    /** Base of the Confluent-compatible API, without a slash at the end. */
    public String url() {
        return url(port);
    }

    /** The HTTP port: the configured one, or the one that was found. */
    public int port() {
        return port;
    }

    /** The child's process id. */
    public long pid() {
        return child.process.pid();
    }

    /** False once the child has ended, for whatever reason. */
    public boolean isAlive() {
        return child.process.isAlive();
    }

    /** From the call of {@link #start} to the first answer with compatibility set. */
    public Duration startDuration() {
        return startDuration;
    }

    /** Stops the child in order, or by force after 10 s. Idempotent; throws nothing. */
    @Override
    public void close() {
        child.stop();
    }

    private static String url(int port) {
        return "http://" + Ports.LOOPBACK + ":" + port + "/apis/ccompat/v7";
    }

    /** A quick and clear refusal for the usual case; one that comes after this look is found in the child's log. */
    private static void refuseTakenPort(int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(Ports.LOOPBACK, port));
        } catch (IOException e) {
            throw portTaken(port, e.toString());
        }
    }

    private static int awaitAnswer(RegistryConfig config, Child child, long deadline)
            throws InterruptedException, IOException {
        OptionalInt port = child.log.port();
        while (port.isEmpty()) {
            pauseOrGiveUp(config, child, deadline);
            port = child.log.port();
        }
        try (RegistryApi api = new RegistryApi(url(port.getAsInt()))) {
            while (!api.answers()) {
                pauseOrGiveUp(config, child, deadline);
            }
            api.requireFullTransitiveCompatibility();
        }
        return port.getAsInt();
    }

    private static void pauseOrGiveUp(RegistryConfig config, Child child, long deadline) throws InterruptedException {
        if (child.process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (child.log.saysPortTaken()) {
                throw portTaken(config.port(), "the registry found it in use");
            }
            throw new EmbeddedStartException(
                    Reason.EXITED_EARLY,
                    "The registry ended with exit code %d before it answered.%s"
                            .formatted(child.process.exitValue(), child.lastWords()));
        }
        if (System.nanoTime() - deadline > 0) {
            throw new EmbeddedStartException(
                    Reason.TIMED_OUT,
                    "The registry did not answer within %d s.%s"
                            .formatted(config.startTimeout().toSeconds(), child.lastWords()));
        }
    }

    private static EmbeddedStartException portTaken(int port, String detail) {
        return new EmbeddedStartException(
                Reason.PORT_TAKEN,
                "The registry cannot listen on %s:%d (%s). Stop what listens there, or choose another port."
                        .formatted(Ports.LOOPBACK, port, detail));
    }

    /** The running process with all that has to go when it goes. */
    private record Child(Process process, RegistryLog log, Path logFile, Path jar, Optional<FolderLock> folder) {

        static Child spawn(RegistryConfig config, Path home) {
            Optional<FolderLock> folder = config.dataDir().map(dir -> FolderLock.take(dir, "registry"));
            try {
                Path logFile = config.logFile().toAbsolutePath();
                RegistryLog log = RegistryLog.fromNow(logFile);
                Path jar = RegistryChildJar.writeInto(log.folder());
                Path java = Path.of(System.getProperty("java.home"), "bin", "java");
                ProcessBuilder builder = new ProcessBuilder(RegistryCommand.of(
                                java, jar, RegistryDistribution.runner(home), config.dataDir(), config.port()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
                RegistryCommand.clean(builder.environment());
                return new Child(builder.start(), log, logFile, jar, folder);
            } catch (IOException e) {
                folder.ifPresent(FolderLock::close);
                throw new EmbeddedStartException(
                        Reason.FAILED, "The registry could not be started: " + e.getMessage(), e);
            }
        }

        String lastWords() {
            return " Its last lines, from %s:%n  %s"
                    .formatted(logFile, String.join(System.lineSeparator() + "  ", log.lastLines(LOG_LINES_SHOWN)));
        }

        /** Closing its standard input is the request to stop, see {@link RegistryChild}. */
        synchronized void stop() {
            boolean interrupted = false;
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("Registry had closed its side of the pipe already");
            }
            try {
                if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.atWarn().addKeyValue("pid", process.pid()).log("Registry did not stop in time and is killed");
                    process.destroyForcibly();
                    process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                interrupted = true;
            }
            folder.ifPresent(FolderLock::close);
            removeJar();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void removeJar() {
            try {
                Files.deleteIfExists(jar);
            } catch (IOException e) {
                LOG.atDebug().setCause(e).addKeyValue("file", jar).log("Registry's start jar could not be removed");
            }
        }
    }
}
