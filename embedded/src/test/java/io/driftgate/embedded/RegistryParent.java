package io.driftgate.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts a registry, says its process id, and waits to be killed. */
final class RegistryParent {

    private RegistryParent() {}

    public static void main(String[] args) throws InterruptedException {
        RegistryProcess registry = RegistryProcess.start(RegistryConfig.inMemory(Path.of(args[0])));
        System.out.println("registry " + registry.pid());
        new CountDownLatch(1).await();
        registry.close();
    }
}
