package io.driftgate.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Decides the broker's properties: one node that is controller and broker, loopback only, small, without waits that
 * only make sense in a fleet. Partition counts and timestamp types are the topic catalogue's business, not the broker's.
 */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CLIENT_LISTENER = "PLAINTEXT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String LOOPBACK_LISTENER = "%s://" + Ports.LOOPBACK + ":%d";

    private BrokerProperties() {}

    /**
     * The whole set; {@code extra} wins over ours.
     *
     * @param logDir folder of the log segments and of the metadata log
     * @param clientPort port already bound for clients
     * @param controllerPort port already bound for the controller
     */
    static Properties of(Path logDir, int clientPort, int controllerPort, Map<String, String> extra) {
        Properties properties = new Properties();
        String client = LOOPBACK_LISTENER.formatted(CLIENT_LISTENER, clientPort);
        String controller = LOOPBACK_LISTENER.formatted(CONTROLLER_LISTENER, controllerPort);
        put(properties, "process.roles", "broker,controller");
        put(properties, "node.id", NODE_ID);
        put(properties, "controller.quorum.voters", NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort);
        put(properties, "controller.listener.names", CONTROLLER_LISTENER);
        put(properties, "inter.broker.listener.name", CLIENT_LISTENER);
        put(properties, "listeners", client + "," + controller);
        put(properties, "advertised.listeners", client);
        put(properties, "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        put(properties, "log.dirs", logDir);
        put(properties, "auto.create.topics.enable", false);
        oneReplica(properties);
        noWaits(properties);
        small(properties);
        extra.forEach((name, value) -> put(properties, name, value));
        return properties;
    }

    private static void oneReplica(Properties properties) {
        put(properties, "default.replication.factor", 1);
        put(properties, "min.insync.replicas", 1);
        put(properties, "offsets.topic.replication.factor", 1);
        put(properties, "transaction.state.log.replication.factor", 1);
        put(properties, "transaction.state.log.min.isr", 1);
        put(properties, "share.coordinator.state.topic.replication.factor", 1);
        put(properties, "share.coordinator.state.topic.min.isr", 1);
    }

    private static void noWaits(Properties properties) {
        put(properties, "group.initial.rebalance.delay.ms", 0);
        put(properties, "group.streams.initial.rebalance.delay.ms", 0);
        put(properties, "group.streams.heartbeat.interval.ms", 500);
        put(properties, "group.streams.min.heartbeat.interval.ms", 500);
        // A broker that cannot register with its own controller would wait for ever.
        put(properties, "server.max.startup.time.ms", 120_000);
        // A crashed instance's open transaction holds back read-committed readers: look for expired ones every second.
        put(properties, "transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
    }

    private static void small(Properties properties) {
        put(properties, "num.network.threads", 2);
        put(properties, "num.io.threads", 4);
        put(properties, "background.threads", 2);
        put(properties, "num.replica.fetchers", 1);
        put(properties, "num.recovery.threads.per.data.dir", 1);
        put(properties, "group.coordinator.threads", 1);
        put(properties, "share.coordinator.threads", 1);
        put(properties, "log.cleaner.threads", 1);
        put(properties, "log.cleaner.dedupe.buffer.size", 8 * 1024 * 1024);
        // Internal topics of 50 partitions each cost a second of start-up and hundreds of files for one node.
        put(properties, "offsets.topic.num.partitions", 4);
        put(properties, "transaction.state.log.num.partitions", 4);
        put(properties, "share.coordinator.state.topic.num.partitions", 4);
    }

    private static void put(Properties properties, String name, Object value) {
        properties.setProperty(name, value.toString());
    }
}
