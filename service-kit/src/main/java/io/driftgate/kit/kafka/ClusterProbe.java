package io.driftgate.kit.kafka;

import io.driftgate.kit.config.HostPort;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.RetryPolicy;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Looks whether Kafka and the registry answer, each question once and shortly. What only time can mend is returned as a
 * sentence; what a person must mend is thrown.
 */
final class ClusterProbe {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final String servers;
    private final RegistryConfig registry;

    ClusterProbe(KafkaSection kafka, RegistryConfig registry) {
        this.servers = kafka.bootstrapServers();
        this.registry = registry.withRetry(RetryPolicy.none()).withTimeouts(CONNECT, ANSWER);
    }

    /**
     * Whether one of Kafka's bootstrap servers takes a connection. It is asked before any client of Kafka is made: those do
     * not begin without a known host, and log each vain attempt.
     */
    Optional<String> connection() {
        String last = "no address";
        for (HostPort server : KafkaSection.servers(servers)) {
            try {
                for (InetAddress address : InetAddress.getAllByName(server.host())) {
                    Optional<String> problem = connect(new InetSocketAddress(address, server.port()));
                    if (problem.isEmpty()) {
                        return Optional.empty();
                    }
                    last = problem.get();
                }
            } catch (UnknownHostException unknown) {
                last = "its host is not known";
            }
        }
        return Optional.of("Kafka at " + servers + " does not answer (" + last + ")");
    }

    private static Optional<String> connect(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(CONNECT.toMillis()));
            return Optional.empty();
        } catch (SocketTimeoutException late) {
            return Optional.of("no connection within " + CONNECT.toSeconds() + " s");
        } catch (IOException refused) {
            return Optional.of("no connection: " + refused.getMessage());
        }
    }

    /**
     * Whether what takes connections there is a Kafka that talks to us.
     *
     * @throws KafkaException when it refuses to
     */
    Optional<String> answer(Admin admin) {
        try {
            var unused = admin.describeCluster().clusterId().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof KafkaException cause && !(cause instanceof RetriableException)) {
                throw cause;
            }
            return Optional.of(speechless());
        } catch (TimeoutException late) {
            return Optional.of(speechless());
        } catch (InterruptedException stop) {
            throw new InterruptException("told to stop while it asked Kafka", stop);
        }
    }

    /** Says what to do about it; Kafka's own words are kept, they name the mechanism or the certificate. */
    AuthenticationException refused(AuthenticationException cause) {
        return new AuthenticationException(
                "Kafka at " + servers + " does not let us in: " + cause.getMessage()
                        + " (expected: security.protocol, credentials and trust store in kafka.client_properties as Kafka's"
                        + " listener wants them)",
                cause);
    }

    private String speechless() {
        return "Kafka at " + servers + " takes connections but does not answer (starting, or security.protocol in"
                + " kafka.client_properties is another than its listener's)";
    }

    /**
     * Whether the registry answers.
     *
     * @param subject any that we may read; it need not be there
     * @throws RegistryException when it answers that it does not serve us
     */
    Optional<String> registry(String subject) {
        try (SchemaRegistryClient client = new SchemaRegistryClient(registry)) {
            var unused = client.versions(subject);
            return Optional.empty();
        } catch (RegistryException away) {
            if (away.reason() == RegistryException.Reason.UNAVAILABLE) {
                return Optional.of(registryAway());
            }
            throw away;
        }
    }

    /** The sentence for a registry that does not answer. */
    String registryAway() {
        return "the schema registry at "
                + registry.urls().stream().map(Object::toString).collect(Collectors.joining(", "))
                + " does not answer";
    }
}
