package io.driftgate.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Controller and broker of one KRaft node, put together as {@link KafkaRaftServer} does it, with two things of our
 * own that it does not let one choose: sockets that are already bound, and a fault handler that does not halt the JVM.
 */
final class KraftNode {

    private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);

    private final ControllerServer controller;
    private final BrokerServer broker;

    private KraftNode(KafkaConfig config, ServerSocketFactory sockets, FaultHandlerFactory faults) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders =
                KafkaRaftServer.initializeLogDirs(config, LOG, "[embedded] ");
        Time time = Time.SYSTEM;
        SharedServer shared = new SharedServer(
                config,
                folders._1(),
                time,
                Server.initializeMetrics(config, time, folders._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                faults,
                sockets);
        this.broker = new BrokerServer(shared);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
    }

    /** Returns when the broker is registered, unfenced and serves clients; throws with nothing left running. */
    static KraftNode start(KafkaConfig config, ServerSocketFactory sockets, FaultHandlerFactory faults) {
        KraftNode node = new KraftNode(config, sockets, faults);
        try {
            // The controller goes first: the broker registers with it.
            node.controller.startup();
            node.broker.startup();
            return node;
        } catch (RuntimeException | Error e) {
            // Without this the threads that did start would keep the JVM from ending.
            node.shutdown();
            throw e;
        }
    }

    /** Gives an empty folder its cluster id and first metadata; leaves a formatted one as it is. */
    static void formatIfEmpty(Path logDir) throws Exception {
        if (Files.exists(logDir.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        Files.createDirectories(logDir);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .setDirectories(List.of(logDir.toString()))
                .setMetadataLogDirectory(Optional.of(logDir.toString()))
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    /** Broker before controller, so that it can hand over its partitions; also after a start that failed half-way. */
    void shutdown() {
        try {
            broker.shutdown();
            broker.awaitShutdown();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }
}
