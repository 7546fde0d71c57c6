package io.driftgate.standalone.faults;

import io.driftgate.embedded.RegistryConfig;
import io.driftgate.embedded.RegistryProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker and a registry of a test's own, each at one address for good, which come and go and keep what they have. */
final class Cluster implements AutoCloseable {

    private final Path folder;
    private final int brokerPort = Shop.freePort();
    private final int registryPort = Shop.freePort();

    private @Nullable ServiceProcess broker;
    private @Nullable RegistryProcess registry;

    /** Neither runs yet. */
    Cluster(Path folder) {
        this.folder = folder;
    }

    String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    String registryUrl() {
        return "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
    }

    /** Starts the broker when it is away; after a kill it mends what was left behind. */
    void startBroker() {
        if (broker != null) {
            return;
        }
        Path log = folder.resolve("broker-" + System.nanoTime() + ".log");
        ServiceProcess started = ServiceProcess.start(
                BrokerMain.class,
                List.of(folder.resolve("broker").toString(), Integer.toString(brokerPort)),
                Map.of(),
                log);
        broker = started;
        Shop.await("the broker serves", () -> {
            if (!started.isAlive()) {
                throw new AssertionError("the broker ended; it said:\n" + started.output());
            }
            return started.output().contains("serves");
        });
    }

    /** Ends the broker as a power failure does. */
    void killBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    /** Starts the registry when it is away. */
    void startRegistry() {
        if (registry != null) {
            return;
        }
        registry = RegistryProcess.start(
                RegistryConfig.persistent(folder.resolve("registry"), folder.resolve("registry.log"))
                        .withPort(registryPort));
    }

    /** Ends the registry as a power failure does. */
    void killRegistry() throws IOException {
        if (registry != null) {
            ProcessHandle.of(registry.pid()).ifPresent(ProcessHandle::destroyForcibly);
            registry.close();
            registry = null;
        }
    }

    @Override
    public void close() throws IOException {
        killBroker();
        killRegistry();
    }
}
