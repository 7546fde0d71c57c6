package io.driftgate.standalone.deploy;

import io.driftgate.schemas.topic.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The secrets that one container gets: no more than it needs, in a volume of its own.
 *
 * @param name of the volume's folder
 * @param owner number of the user that the container runs as
 * @param files text by path
 */
record Handout(String name, int owner, Map<String, String> files) {

    private static final String CLIENT = "kafka.properties";

    Handout {
        files = Map.copyOf(files);
    }

    /**
     * Who is to get what of a vault.
     *
     * @param ours the user of Driftgate's own image
     * @param brokers the user of Kafka's image, in which people's readers run too
     */
    static List<Handout> of(Map<String, String> vault, int ours, int brokers) {
        List<Handout> handouts = new ArrayList<>();
        handouts.add(new Handout("kafka", brokers, broker(vault)));
        handouts.add(new Handout("cluster", ours, cluster(vault)));
        handouts.add(service("gateway", ours, Service.INGEST_PROXY, vault, "jwks.json", "signing.pub"));
        handouts.add(service("collectors", ours, Service.DRIFT_COLLECTORS, vault, "digest.key", "signing.pub"));
        handouts.add(service(
                "correlator", ours, Service.STREAMS_CORRELATOR, vault, "jwks.json", "signing.key", "signing.pub"));
        handouts.add(service("alerts", ours, Service.ALERT_SINKS, vault, "webhook.key", "signing.pub"));
        // Laid out as a data folder: the command line looks for the issuer's key there.
        handouts.add(new Handout("operator", ours, Map.of("keys/issuer.jwk", text(vault, "issuer.jwk"))));
        handouts.add(service("reader", brokers, Service.USERS, vault));
        return List.copyOf(handouts);
    }

    private static Handout service(
            String name, int owner, Service service, Map<String, String> vault, String... copies) {
        KafkaUser user = KafkaUser.of(service);
        Map<String, String> files = new TreeMap<>();
        files.put(CLIENT, user.clientProperties(text(vault, user.passwordFile())));
        for (String copy : copies) {
            files.put(copy, text(vault, copy));
        }
        return new Handout(name, owner, files);
    }

    /** Kafka's own listeners know one user, the broker itself; the others are asked for by SCRAM and kept in Kafka. */
    private static Map<String, String> broker(Map<String, String> vault) {
        String password = text(vault, Vault.BROKER_PASSWORD);
        String section = """
                %s.KafkaServer {
                  org.apache.kafka.common.security.plain.PlainLoginModule required
                  username="broker" password="%s" user_broker="%s";
                };
                """;
        return Map.of(
                "jaas.conf",
                section.formatted("broker", password, password) + section.formatted("controller", password, password),
                "cluster.id",
                text(vault, Vault.CLUSTER_ID),
                "admin.scram",
                text(vault, Vault.ADMIN_CREDENTIAL));
    }

    private static Map<String, String> cluster(Map<String, String> vault) {
        Map<String, String> files = new TreeMap<>();
        files.put(CLIENT, KafkaUser.ADMIN.clientProperties(text(vault, KafkaUser.ADMIN.passwordFile())));
        for (KafkaUser user : KafkaUser.ofServices()) {
            files.put("users/" + user.name(), text(vault, user.passwordFile()));
        }
        return files;
    }

    private static String text(Map<String, String> vault, String name) {
        return Objects.requireNonNull(vault.get(name), name);
    }
}
