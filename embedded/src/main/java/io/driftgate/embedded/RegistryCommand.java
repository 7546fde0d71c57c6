package io.driftgate.embedded;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides the child's command line and environment. */
final class RegistryCommand {

    private static final List<String> FOREIGN_SETTINGS = List.of("QUARKUS_", "APICURIO_", "REGISTRY_", "_QUARKUS_");

    private RegistryCommand() {}

    /**
     * @param java the executable of the JVM that runs us: it is a 25, and known to be there
     * @param childJar what {@link RegistryChildJar} wrote
     * @param runner the registry's {@code quarkus-run.jar}
     * @param dataDir folder of the database; empty keeps it in memory
     * @param port 0 for a free one
     */
    static List<String> of(Path java, Path childJar, Path runner, Optional<Path> dataDir, int port) {
        return List.of(
                java.toString(),
                "-Xmx256m",
                // A start is most of what it does here: no second compiler, no collector threads.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                // What the runner's manifest would say, were it started with -jar.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-D" + RegistryChild.JAR_PROPERTY + "=" + childJar,
                "-Dquarkus.http.host=" + Ports.LOOPBACK,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=" + Ports.LOOPBACK,
                "-Dquarkus.management.port=0",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.banner.enabled=false",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=" + databaseUrl(dataDir),
                "-cp",
                childJar + File.pathSeparator + runner,
                RegistryChild.class.getName());
    }

    /** Takes out of the inherited environment what was meant for some other registry. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> FOREIGN_SETTINGS.stream().anyMatch(name::startsWith));
    }

    private static String databaseUrl(Optional<Path> dataDir) {
        return dataDir.map(dir -> "jdbc:h2:file:" + dir.toAbsolutePath().resolve("registry"))
                .orElse("jdbc:h2:mem:registry;DB_CLOSE_DELAY=-1");
    }
}
