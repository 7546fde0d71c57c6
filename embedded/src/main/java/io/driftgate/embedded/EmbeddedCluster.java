package io.driftgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One broker and one in-memory registry for all tests of a JVM: started side by side on first use, stopped when the
 * JVM ends. Tests keep apart by {@link #newTopicPrefix()}, not by clusters of their own.
 */
public final class EmbeddedCluster {

    private final EmbeddedKafka kafka;
    private final RegistryProcess registry;
    private final String run = Long.toString(System.nanoTime() & 0xFFFFFFFL, 36).toLowerCase(Locale.ROOT);
    private final AtomicLong prefixes = new AtomicLong();

    private EmbeddedCluster(Path folder) {
        CompletableFuture<RegistryProcess> starting = CompletableFuture.supplyAsync(
                () -> RegistryProcess.start(RegistryConfig.inMemory(folder.resolve("registry.log"))));
        try {
            this.kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("kafka")));
        } catch (RuntimeException e) {
            starting.thenAccept(RegistryProcess::close)
                    .exceptionally(alsoFailed -> null)
                    .join();
            throw e;
        }
        try {
            this.registry = starting.join();
        } catch (CompletionException e) {
            kafka.close();
            throw e;
        }
    }

    /** The JVM's cluster; the first call takes the few seconds that the start takes. */
    public static EmbeddedCluster shared() {
        return Shared.CLUSTER;
    }

    /** The broker, as {@code bootstrap.servers} wants it. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The registry's base URL, as {@code schema.registry.url} wants it. */
    public String registryUrl() {
        return registry.url();
    }

    /** A prefix for topics, groups, application ids and subjects that no other call, here or in another run, got. */
    public String newTopicPrefix() {
        return "t" + run + "x" + Long.toString(prefixes.incrementAndGet(), 36) + "-";
    }

    private void close(Path folder) {
        registry.close();
        kafka.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder that stays behind fails no test.
            return;
        }
    }

    private static final class Shared {

        private static final EmbeddedCluster CLUSTER = start();

        private static EmbeddedCluster start() {
            try {
                Path folder = Files.createTempDirectory("driftgate-test-");
                EmbeddedCluster cluster = new EmbeddedCluster(folder);
                Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform()
                                .name("embedded-cluster-stop")
                                .unstarted(() -> cluster.close(folder)));
                return cluster;
            } catch (IOException e) {
                throw new UncheckedIOException("No temporary folder for the test cluster", e);
            }
        }
    }
}
