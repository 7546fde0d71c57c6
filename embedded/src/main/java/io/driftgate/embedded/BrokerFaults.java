package io.driftgate.embedded;

import java.util.concurrent.CompletableFuture;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on a fault inside the broker. Kafka's own handler halts the JVM, right for a process that is only a
 * broker and wrong for one that also holds everything else. Here a fatal fault stops the broker alone: its clients
 * see it gone, and the process lives to say so. A disk that cannot be written to does not come to any handler: there Kafka
 * asks for the halt by itself, and is asked back. Safe to use from any thread.
 */
final class BrokerFaults implements FaultHandlerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private @Nullable Runnable stopBroker;
    private boolean fatal;

    @Override
    public FaultHandler build(String name, boolean fatalKind, Runnable action) {
        return (message, cause) -> {
            action.run();
            String found = name + ": " + message;
            if (fatalKind) {
                onFatal(found, cause);
            } else {
                LOG.atWarn().setCause(cause).addKeyValue("fault", found).log("Embedded broker met a fault and goes on");
            }
            return new IllegalStateException(found, cause);
        };
    }

    /** Takes the place of Kafka's halt of the JVM, of which there is one in a JVM. */
    void insteadOfHalt() {
        Exit.setHaltProcedure((status, message) -> {
            String why = message == null ? "cannot write to its folder; the log tells" : message;
            onFatal("broker: " + why, null);
            // Who asked for it relies on never coming back.
            throw new IllegalStateException("the embedded broker stops instead of halting the JVM");
        });
    }

    /** Completed by the first fatal fault, with what was found. */
    CompletableFuture<String> failure() {
        return failure;
    }

    /** Names what ends the broker, once it has started; runs it at once when a fatal fault has come already. */
    synchronized void stopWith(Runnable stop) {
        stopBroker = stop;
        if (fatal) {
            run(stop);
        }
    }

    private synchronized void onFatal(String found, @Nullable Throwable cause) {
        if (fatal) {
            return;
        }
        fatal = true;
        var unused = failure.complete(found);
        LOG.atError()
                .setCause(cause)
                .addKeyValue("fault", found)
                .log("Embedded broker met a fatal fault and stops; restart it");
        if (stopBroker != null) {
            run(stopBroker);
        }
    }

    private static void run(Runnable stop) {
        // Not on the faulting thread: it is one of those that stopping waits for.
        Thread.ofPlatform().daemon().name("embedded-broker-fault").start(stop);
    }
}
