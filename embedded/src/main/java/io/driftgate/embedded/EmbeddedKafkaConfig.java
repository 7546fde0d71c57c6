package io.driftgate.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of the embedded broker.
 *
 * @param dataDir folder of the broker alone; created when absent, its content survives a restart
 * @param port port of the client listener on 127.0.0.1; 0 takes a free one at each start
 * @param extraProperties broker properties that win over this module's own, for tests and tuning
 */
public record EmbeddedKafkaConfig(Path dataDir, int port, Map<String, String> extraProperties) {

    public EmbeddedKafkaConfig {
        Ports.check(port);
        extraProperties = Map.copyOf(extraProperties);
    }

    /** A broker in that folder on a free port. */
    public static EmbeddedKafkaConfig in(Path dataDir) {
        return new EmbeddedKafkaConfig(dataDir, 0, Map.of());
    }

    /** The same on this port; 0 means a free one. */
    public EmbeddedKafkaConfig withPort(int newPort) {
        return new EmbeddedKafkaConfig(dataDir, newPort, extraProperties);
    }

    /** The same, with clients that must say who they are and may do what ACLs allow; without this, all may do all. */
    public EmbeddedKafkaConfig with(AccessControl control) {
        Map<String, String> more = new LinkedHashMap<>(extraProperties);
        more.putAll(control.brokerProperties());
        return new EmbeddedKafkaConfig(dataDir, port, more);
    }

    /** The same with one more broker property. */
    public EmbeddedKafkaConfig with(String brokerProperty, String value) {
        Map<String, String> more = new LinkedHashMap<>(extraProperties);
        more.put(brokerProperty, value);
        return new EmbeddedKafkaConfig(dataDir, port, more);
    }
}
