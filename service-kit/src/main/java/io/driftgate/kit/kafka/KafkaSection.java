package io.driftgate.kit.kafka;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.config.Problems;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where Kafka is, the same in every service's file.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param clientProperties Kafka's own client settings (TLS, SASL, buffers), passed through
 */
public record KafkaSection(String bootstrapServers, Optional<ClientProperties> clientProperties) implements Checked {

    /**
     * A properties file for Kafka's clients. It is a file of its own because it holds passwords.
     *
     * @param file in Java's properties format
     */
    public record ClientProperties(Path file) implements Checked {
        @Override
        public void check(Problems problems) {
            if (!Files.isReadable(file)) {
                problems.at("file").add(file + " cannot be read", "a readable properties file");
            }
        }

        Map<String, String> read() {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException broken) {
                throw new UncheckedIOException(
                        file + " cannot be read (expected: a properties file)",
                        new IOException(broken.getClass().getName()));
            }
            Map<String, String> map = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
            return map;
        }
    }

    @Override
    public void check(Problems problems) {
        try {
            var unused = servers(bootstrapServers);
        } catch (IllegalArgumentException refused) {
            problems.at("bootstrap_servers").add("'" + bootstrapServers + "'", "host:port[,host:port…]");
        }
    }

    /** @throws IllegalArgumentException when one is no host and port */
    static List<HostPort> servers(String bootstrapServers) {
        return Arrays.stream(bootstrapServers.split(",", -1))
                .map(server -> HostPort.parse(server.strip()))
                .toList();
    }
}
