package io.driftgate.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the registry's child process.
 *
 * @param dataDir folder of its database, of the registry alone; empty keeps everything in memory
 * @param port port of its HTTP interface on 127.0.0.1; 0 takes a free one
 * @param logFile what the child prints; appended to, its folder is created when absent
 * @param startTimeout how long it may take until it answers
 * @param home its unpacked distribution; empty looks where {@link RegistryDistribution} says
 */
public record RegistryConfig(
        Optional<Path> dataDir, int port, Path logFile, Duration startTimeout, Optional<Path> home) {

    /** Generous: a cold start on two busy cores was seen to take 11 s. */
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(90);

    public RegistryConfig {
        Ports.check(port);
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            throw new IllegalArgumentException("startTimeout: " + startTimeout + " (expected: > 0)");
        }
        dataDir.ifPresent(RegistryConfig::checkFitForDatabaseUrl);
    }

    private static void checkFitForDatabaseUrl(Path dataDir) {
        // The first separates the settings of the database's URL, the second starts a reference in the child's
        // configuration.
        if (dataDir.toString().contains(";") || dataDir.toString().contains("$")) {
            throw new IllegalArgumentException("dataDir: " + dataDir + " (expected: a path without ';' and '$')");
        }
    }

    /** A registry that forgets everything at its end, on a free port. */
    public static RegistryConfig inMemory(Path logFile) {
        return new RegistryConfig(Optional.empty(), 0, logFile, DEFAULT_START_TIMEOUT, Optional.empty());
    }

    /** A registry whose schemas survive a restart, on a free port. */
    public static RegistryConfig persistent(Path dataDir, Path logFile) {
        return new RegistryConfig(Optional.of(dataDir), 0, logFile, DEFAULT_START_TIMEOUT, Optional.empty());
    }

    /** The same on this port; 0 means a free one. */
    public RegistryConfig withPort(int newPort) {
        return new RegistryConfig(dataDir, newPort, logFile, startTimeout, home);
    }

    /** The same from this unpacked distribution: the folder that holds {@code quarkus-run.jar}. */
    public RegistryConfig withHome(Path distribution) {
        return new RegistryConfig(dataDir, port, logFile, startTimeout, Optional.of(distribution));
    }

    /** The same with another limit on the start. */
    public RegistryConfig withStartTimeout(Duration timeout) {
        return new RegistryConfig(dataDir, port, logFile, timeout, home);
    }
}
