package io.driftgate.embedded;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.KafkaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single-node KRaft broker inside this JVM: real broker code, plaintext, on 127.0.0.1 only. For the laptop and for
 * tests; it has no replicas, and no access control unless it is told to (see {@link AccessControl}). Safe to use from any
 * thread.
 *
 * <pre>
 *   start() --> serving --> close() --> closed
 *                  |                      ^
 *                  +---- fatal fault -----+   (logged; the JVM lives on)
 * </pre>
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final FolderLock folder;
    private final BoundSockets sockets;
    private final KraftNode node;
    private final BrokerFaults faults;
    private final Duration startDuration;
    private boolean closed;

    private EmbeddedKafka(
            FolderLock folder, BoundSockets sockets, KraftNode node, BrokerFaults faults, Duration startDuration) {
        this.folder = folder;
        this.sockets = sockets;
        this.node = node;
        this.faults = faults;
        this.startDuration = startDuration;
    }

    /**
     * Starts the broker and returns when it serves clients. An empty folder becomes a new cluster, a used one goes on.
     *
     * @throws EmbeddedStartException FOLDER_IN_USE, PORT_TAKEN or FAILED; no thread, port or lock is left behind
     */
    public static EmbeddedKafka start(EmbeddedKafkaConfig config) {
        long began = System.nanoTime();
        FolderLock folder = FolderLock.take(config.dataDir(), "broker");
        try {
            BoundSockets sockets = BoundSockets.bind(config.port());
            BrokerFaults faults = new BrokerFaults();
            faults.insteadOfHalt();
            KraftNode node = startNode(config, sockets, faults);
            EmbeddedKafka kafka =
                    new EmbeddedKafka(folder, sockets, node, faults, Duration.ofNanos(System.nanoTime() - began));
            faults.stopWith(kafka::close);
            return kafka;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static KraftNode startNode(EmbeddedKafkaConfig config, BoundSockets sockets, BrokerFaults faults) {
        Path logDir = config.dataDir().resolve("log").toAbsolutePath();
        try {
            KraftNode.formatIfEmpty(logDir);
            Properties properties = BrokerProperties.of(
                    logDir, sockets.clientPort(), sockets.controllerPort(), config.extraProperties());
            return KraftNode.start(KafkaConfig.fromProps(properties, false), sockets, faults);
        } catch (Exception e) {
            sockets.close();
            throw new EmbeddedStartException(
                    Reason.FAILED,
                    "The broker in %s did not start on port %d: %s"
                            .formatted(config.dataDir(), sockets.clientPort(), e),
                    e);
        }
    }

    /** {@code 127.0.0.1:PORT}, as {@code bootstrap.servers} wants it. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port();
    }

    /** The client listener's port: the configured one, or the one that was found. */
    public int port() {
        return sockets.clientPort();
    }

    /**
     * Completed, with what was found, when a fatal fault has ended the broker: a disk that is full, a log that is broken.
     * What was acknowledged before is on disk. Never completed by {@link #close}.
     */
    public CompletableFuture<String> failure() {
        return faults.failure().copy();
    }

    /** From the begin of the start to the first moment a client could be served. */
    public Duration startDuration() {
        return startDuration;
    }

    /** Stops the broker in order and gives the folder back. Idempotent; throws nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            node.shutdown();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("port", port()).log("Embedded broker did not stop cleanly");
        }
        sockets.close();
        folder.close();
    }
}
