package io.driftgate.embedded;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the embedded broker ask who its clients are (SASL/PLAIN, unencrypted: it listens on loopback only) and allow them
 * nothing but what ACLs say (KRaft's {@code StandardAuthorizer}).
 *
 * @param passwords by user; a user {@code admin} is Kafka's principal {@code User:admin}
 * @param superUsers those of them whom no ACL binds
 */
public record AccessControl(Map<String, String> passwords, Set<String> superUsers) {

    /** Whom the broker says it is, towards itself as controller. */
    private static final String BROKER = "broker";

    private static final String AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    public AccessControl {
        passwords = Map.copyOf(passwords);
        superUsers = Set.copyOf(superUsers);
        if (passwords.containsKey(BROKER) || !passwords.keySet().containsAll(superUsers)) {
            throw new IllegalArgumentException(
                    "users " + passwords.keySet() + ", super users " + superUsers + " (expected: no user " + BROKER
                            + ", which is the broker's own, and a password for every super user)");
        }
        checkWords(passwords.keySet());
        checkWords(passwords.values());
    }

    /** What a client of this user needs beside the broker's address. */
    public Map<String, String> clientProperties(String user) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("user " + user + " (expected: one of " + passwords.keySet() + ")");
        }
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN + login(user, password) + ";");
    }

    Map<String, String> brokerProperties() {
        String own = UUID.randomUUID().toString();
        Map<String, String> known = new TreeMap<>(passwords);
        known.put(BROKER, own);
        String jaas = LOGIN + login(BROKER, own)
                + known.entrySet().stream()
                        .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                        .collect(Collectors.joining())
                + ";";
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "listener.security.protocol.map",
                BrokerProperties.CLIENT_LISTENER + ":SASL_PLAINTEXT," + BrokerProperties.CONTROLLER_LISTENER
                        + ":SASL_PLAINTEXT");
        properties.put("sasl.enabled.mechanisms", "PLAIN");
        properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        properties.put("sasl.mechanism.controller.protocol", "PLAIN");
        for (String listener : Set.of(BrokerProperties.CLIENT_LISTENER, BrokerProperties.CONTROLLER_LISTENER)) {
            properties.put("listener.name." + listener.toLowerCase(Locale.ROOT) + ".plain.sasl.jaas.config", jaas);
        }
        properties.put("authorizer.class.name", AUTHORIZER);
        properties.put(
                "super.users",
                Stream.concat(Stream.of(BROKER), superUsers.stream().sorted())
                        .map(user -> "User:" + user)
                        .collect(Collectors.joining(";")));
        return properties;
    }

    private static String login(String user, String password) {
        return " username=\"" + user + "\" password=\"" + password + "\"";
    }

    private static void checkWords(Collection<String> words) {
        if (!words.stream().allMatch(word -> word.matches("[A-Za-z0-9._-]+"))) {
            throw new IllegalArgumentException("users and passwords (expected: letters, digits, '.', '_' and '-')");
        }
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "AccessControl[users=" + passwords.keySet() + ", superUsers=" + superUsers + "]";
    }
}
