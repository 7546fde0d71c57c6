package io.driftgate.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * First code of the registry's process: ties its life to the parent's, then hands over to the registry. Standard input
 * is a pipe whose other end only the parent holds, so its end means that the parent closed it or is gone, a kill -9
 * included; then the registry stops in order, or is halted after {@link #STOP_LIMIT_MILLIS}.
 *
 * <p>Runs without any other class of ours: it travels alone in a jar that {@link RegistryChildJar} writes.
 */
final class RegistryChild {

    /** System property: the jar that holds this class, removed at the end. */
    static final String JAR_PROPERTY = "driftgate.child.jar";

    /** Bound on the orderly stop; shorter than the parent's patience in {@link RegistryProcess}. */
    static final long STOP_LIMIT_MILLIS = 8_000;

    private static final String REGISTRY_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private RegistryChild() {}

    /** @param args handed to the registry */
    public static void main(String[] args) throws ReflectiveOperationException {
        ignoreInterrupt();
        daemon("parent-watch", () -> {
            awaitEnd(System.in);
            stop();
        });
        try {
            Class.forName(REGISTRY_MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /**
     * Ctrl-C in a terminal reaches the whole process group. The parent closes its services first and the registry
     * last; a registry that stopped on its own would be missing in between. By reflection, for the JDK offers no
     * public type for it and javac warns of this one without a way to say that it is meant.
     */
    private static void ignoreInterrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.err.println("This JVM does not let signals be ignored; Ctrl-C will stop the registry too: " + e);
        }
    }

    private static void awaitEnd(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // A broken pipe means the same as its end.
            return;
        }
    }

    private static void stop() {
        daemon("stop-limit", () -> {
            try {
                Thread.sleep(STOP_LIMIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        removeOwnJar();
        System.exit(0);
    }

    private static void removeOwnJar() {
        String jar = System.getProperty(JAR_PROPERTY);
        if (jar != null) {
            try {
                Files.deleteIfExists(Path.of(jar));
            } catch (IOException e) {
                // Windows keeps an open jar; the parent removes it when there still is one.
                return;
            }
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
