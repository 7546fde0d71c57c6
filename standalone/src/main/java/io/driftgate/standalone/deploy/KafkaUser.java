package io.driftgate.standalone.deploy;

import io.driftgate.schemas.topic.Service;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Somebody whom the deployment's Kafka knows, by SCRAM-SHA-512 (RFC 5802, RFC 7677).
 *
 * @param name the principal's, {@code User:<name>} in ACLs
 */
record KafkaUser(String name) {

    /** Makes the others, the topics and the ACLs; one of the broker's super users. */
    static final KafkaUser ADMIN = new KafkaUser("driftgate-admin");

    /** What Kafka's own tools take when nothing is said. */
    static final int ITERATIONS = 8192;

    private static final int HASH_BITS = 512;

    /** The user of a service, or of people's own programs. */
    static KafkaUser of(Service service) {
        return new KafkaUser("driftgate-" + service.label());
    }

    /** One for each service and one for people's programs. */
    static List<KafkaUser> ofServices() {
        List<KafkaUser> users = new ArrayList<>();
        for (Service service : Service.values()) {
            users.add(of(service));
        }
        return List.copyOf(users);
    }

    /** The file among the vault's that holds the password. */
    String passwordFile() {
        return "kafka-" + name + ".password";
    }

    /**
     * Settings of a Kafka client that is this user.
     *
     * @param password of letters and digits: it stands between quotes
     */
    String clientProperties(String password) {
        return """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";
                """.formatted(name, password);
    }

    /**
     * What {@code kafka-storage.sh format --add-scram} takes: the password itself does not get to the broker.
     *
     * @param salt random
     */
    String storageArgument(String password, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder();
        Map<String, String> parts =
                Map.of("salt", base64.encodeToString(salt), "salted", base64.encodeToString(salted(password, salt)));
        return "SCRAM-SHA-512=[name=%s,iterations=%d,salt=\"%s\",saltedpassword=\"%s\"]"
                .formatted(name, ITERATIONS, parts.get("salt"), parts.get("salted"));
    }

    /** {@code SaltedPassword} of RFC 5802, section 3, which is PBKDF2. */
    private static byte[] salted(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform of ours has PBKDF2WithHmacSHA512", impossible);
        }
    }
}
