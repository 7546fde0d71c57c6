package io.driftgate.standalone.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Whether Kafka answers, at the places that it names itself, too. */
final class BrokerCheck {

    private static final int TIMEOUT_MS = 8_000;

    private final String servers;

    /** @param servers {@code host:port}, several with commas */
    BrokerCheck(String servers) {
        this.servers = servers;
    }

    /** Whether anybody listens at all: asked first, since Kafka's client only says that time ran out. */
    Optional<Finding> unreachable() {
        List<String> problems = new ArrayList<>();
        List<String> places =
                List.of(servers.split(",", -1)).stream().map(String::strip).toList();
        places.forEach(place -> Reach.problem(place).ifPresent(problems::add));
        return problems.size() < places.size()
                ? Optional.empty()
                : Optional.of(Finding.fail(
                        "broker", String.join("; ", problems), "Start Kafka, or mend kafka.bootstrap_servers"));
    }

    /** What Kafka says of itself. */
    Finding answer(Admin admin) throws InterruptedException {
        DescribeClusterResult cluster = admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS));
        Collection<Node> nodes;
        String id;
        try {
            nodes = cluster.nodes().get();
            id = cluster.clusterId().get();
        } catch (ExecutionException failed) {
            return refused(failed.getCause() == null ? failed : failed.getCause());
        }
        List<String> hidden = nodes.stream()
                .flatMap(node -> Reach.problem(node.host() + ":" + node.port()).stream())
                .toList();
        if (!hidden.isEmpty()) {
            return Finding.fail(
                    "broker",
                    "Kafka answers and names places that cannot be reached from here: " + String.join("; ", hidden),
                    "Mend advertised.listeners of the brokers, or the names here");
        }
        return Finding.ok("broker", nodes.size() + (nodes.size() == 1 ? " broker" : " brokers") + " of cluster " + id);
    }

    static Finding refused(Throwable cause) {
        String where = "kafka.client_properties";
        return switch (cause) {
            case SaslAuthenticationException no ->
                Finding.fail("broker", "Kafka refuses our user", "Mend user and password in " + where);
            case SslAuthenticationException no ->
                Finding.fail("broker", "the TLS handshake with Kafka fails", "Mend trust store and key in " + where);
            case AuthorizationException no ->
                Finding.fail("broker", "Kafka does not let our user look", "driftgate config acls prints the rights");
            case KafkaException no ->
                Finding.fail(
                        "broker",
                        "somebody listens at the place and does not answer as Kafka: " + no.getMessage(),
                        "Mend the port, or security.protocol in " + where
                                + ": TLS and plain text do not answer each other");
            default -> Finding.fail("broker", "Kafka cannot be asked: " + cause, "Look into the broker's log");
        };
    }
}
