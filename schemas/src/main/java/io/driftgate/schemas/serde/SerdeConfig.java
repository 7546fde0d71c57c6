package io.driftgate.schemas.serde;

import io.driftgate.schemas.registry.Credentials;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * The settings of our serdes among those of a Kafka client, under the names that Confluent's use, so that a switch
 * between the two changes the class names and nothing else. Two defaults differ: {@code auto.register.schemas} is false
 * (schemas come with the deployment), {@code specific.avro.reader} is true (there is no generic reading here).
 */
public final class SerdeConfig extends AbstractConfig {

    public static final String URL = "schema.registry.url";
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    public static final String USER_INFO = "basic.auth.user.info";
    public static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    public static final String BEARER_TOKEN = "bearer.auth.token";
    public static final String SSL_PREFIX = "schema.registry.";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USE_LATEST = "use.latest.version";
    public static final String SPECIFIC_READER = "specific.avro.reader";
    /** The class that values, or keys, are read into. Without it, the one that the writer's schema names. */
    public static final String READER_CLASS = "specific.avro.reader.class";
    /** Ours: for how long a record waits for a registry that is away, in ms. Readers 60,000, writers 0. */
    public static final String WAIT_MS = "driftgate.registry.wait.ms";

    private static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
    private static final String READ_TIMEOUT_MS = "http.read.timeout.ms";
    private static final String MAX_RETRIES = "max.retries";
    private static final String RETRY_PAUSE_MS = "retries.wait.ms";
    private static final String RETRY_LONGEST_PAUSE_MS = "retries.max.wait.ms";
    private static final String VALUE_STRATEGY = "value.subject.name.strategy";
    private static final String KEY_STRATEGY = "key.subject.name.strategy";
    private static final String TOPIC_NAME_STRATEGY = "TopicNameStrategy";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(URL, Type.LIST, ConfigDef.NO_DEFAULT_VALUE, Importance.HIGH, "Addresses of the registry.")
            .define(CREDENTIALS_SOURCE, Type.STRING, "URL", Importance.MEDIUM, "URL or USER_INFO.")
            .define(USER_INFO, Type.PASSWORD, null, Importance.MEDIUM, "user:password, for USER_INFO.")
            .define(BEARER_SOURCE, Type.STRING, "STATIC_TOKEN", Importance.MEDIUM, "STATIC_TOKEN.")
            .define(BEARER_TOKEN, Type.PASSWORD, null, Importance.MEDIUM, "A token to send.")
            .define(AUTO_REGISTER, Type.BOOLEAN, false, Importance.MEDIUM, "Register missing schemas on writing.")
            .define(USE_LATEST, Type.BOOLEAN, false, Importance.MEDIUM, "Write under the subject's newest version.")
            .define(SPECIFIC_READER, Type.BOOLEAN, true, Importance.MEDIUM, "true: read into generated classes.")
            .define(READER_CLASS, Type.CLASS, null, Importance.MEDIUM, "The generated class to read into.")
            .define(WAIT_MS, Type.LONG, null, Importance.MEDIUM, "Wait for an absent registry, ms.")
            .define(CONNECT_TIMEOUT_MS, Type.LONG, 5_000L, Range.atLeast(1), Importance.LOW, "Limit on connecting, ms.")
            .define(READ_TIMEOUT_MS, Type.LONG, 10_000L, Range.atLeast(1), Importance.LOW, "Limit on a request, ms.")
            .define(MAX_RETRIES, Type.INT, 3, Range.between(0, 100), Importance.LOW, "Repetitions of a failed call.")
            .define(RETRY_PAUSE_MS, Type.LONG, 100L, Range.atLeast(0), Importance.LOW, "First pause, ms.")
            .define(RETRY_LONGEST_PAUSE_MS, Type.LONG, 2_000L, Range.atLeast(0), Importance.LOW, "Longest pause, ms.")
            .define(VALUE_STRATEGY, Type.STRING, TOPIC_NAME_STRATEGY, Importance.LOW, "TopicNameStrategy.")
            .define(KEY_STRATEGY, Type.STRING, TOPIC_NAME_STRATEGY, Importance.LOW, "TopicNameStrategy.");

    /** @throws ConfigException naming the setting, what it was (never a secret) and what was expected */
    public SerdeConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        requireOne(SPECIFIC_READER, getBoolean(SPECIFIC_READER).toString(), "true");
        requireOne(BEARER_SOURCE, getString(BEARER_SOURCE), "STATIC_TOKEN");
        for (String strategy : List.of(VALUE_STRATEGY, KEY_STRATEGY)) {
            if (!getString(strategy).endsWith(TOPIC_NAME_STRATEGY)) {
                throw new ConfigException(strategy, getString(strategy), "expected: " + TOPIC_NAME_STRATEGY);
            }
        }
    }

    /** With a shared client the address is the client's own affair, so it may be missing. */
    static SerdeConfig of(Map<String, ?> settings, boolean sharedClient) {
        if (!sharedClient) {
            return new SerdeConfig(settings);
        }
        Map<String, Object> completed = new HashMap<>(settings);
        completed.putIfAbsent(URL, List.of("http://shared.invalid"));
        return new SerdeConfig(completed);
    }

    /** Where the registry is, who we are there, and how to reach it. */
    public RegistryConfig registry() {
        List<URI> addresses = new ArrayList<>();
        Optional<String> inUrl = Optional.empty();
        for (String text : getList(URL)) {
            URI uri = parsedUrl(text);
            if (uri.getUserInfo() != null) {
                inUrl = Optional.of(uri.getUserInfo());
            }
            addresses.add(URI.create(text.strip().replaceFirst("//[^/@]*@", "//")));
        }
        try {
            RegistryConfig config = RegistryConfig.of(addresses.toArray(URI[]::new))
                    .withCredentials(credentials(inUrl))
                    .withTimeouts(
                            Duration.ofMillis(getLong(CONNECT_TIMEOUT_MS)), Duration.ofMillis(getLong(READ_TIMEOUT_MS)))
                    .withRetry(new RetryPolicy(
                            getInt(MAX_RETRIES) + 1,
                            Duration.ofMillis(getLong(RETRY_PAUSE_MS)),
                            Duration.ofMillis(Math.max(getLong(RETRY_PAUSE_MS), getLong(RETRY_LONGEST_PAUSE_MS)))));
            return tls().map(config::withTls).orElse(config);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("Schema registry settings: " + e.getMessage());
        }
    }

    SchemaSelection selection() {
        if (getBoolean(AUTO_REGISTER)) {
            return SchemaSelection.AUTO_REGISTER;
        }
        return getBoolean(USE_LATEST) ? SchemaSelection.LATEST : SchemaSelection.REGISTERED;
    }

    Duration waitOr(Duration preset) {
        Long millis = getLong(WAIT_MS);
        return millis == null ? preset : Duration.ofMillis(millis);
    }

    /** Empty when the writer's schema is to name the class. */
    Optional<Class<? extends SpecificRecord>> readerClass() {
        @Nullable Class<?> type = getClass(READER_CLASS);
        if (type == null) {
            return Optional.empty();
        }
        if (!SpecificRecord.class.isAssignableFrom(type)) {
            throw new ConfigException(READER_CLASS, type.getName(), "expected: a record class generated by Avro");
        }
        return Optional.of(type.asSubclass(SpecificRecord.class));
    }

    private Credentials credentials(Optional<String> inUrl) {
        Optional<Password> token = Optional.ofNullable(getPassword(BEARER_TOKEN));
        if (token.isPresent()) {
            return Credentials.bearer(token.get().value());
        }
        Optional<String> userInfo = switch (getString(CREDENTIALS_SOURCE)) {
            case "URL" -> inUrl;
            case "USER_INFO" ->
                Optional.of(Optional.ofNullable(getPassword(USER_INFO))
                        .orElseThrow(() -> new ConfigException(
                                USER_INFO + ": (expected: user:password, since the source is USER_INFO)"))
                        .value());
            default ->
                throw new ConfigException(
                        CREDENTIALS_SOURCE, getString(CREDENTIALS_SOURCE), "expected: URL or USER_INFO");
        };
        return userInfo.map(SerdeConfig::basic).orElseGet(Credentials::none);
    }

    private static Credentials basic(String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon < 1) {
            throw new ConfigException(USER_INFO + ": (expected: user:password)");
        }
        return Credentials.basic(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }

    /** All of Kafka's own ways to name stores and keys (JKS, PKCS12, PEM files, PEM text), read by Kafka's own code. */
    private Optional<SSLContext> tls() {
        Map<String, Object> given = originalsWithPrefix(SSL_PREFIX + "ssl.", false);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if ("".equals(given.get(SSL_PREFIX + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG))) {
            throw new ConfigException(
                    SSL_PREFIX + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
                    "",
                    "expected: https; host names are always verified");
        }
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(definition.parse(originalsWithPrefix(SSL_PREFIX)));
            return Optional.of(factory.sslContext());
        }
    }

    /** A malformed address is not repeated in the message: what breaks it may be the password in it. */
    private static URI parsedUrl(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    URL + ": (expected: http://host:port or https://host:port; found what is no URI)");
        }
    }

    private static void requireOne(String name, String found, String expected) {
        if (!found.equals(expected)) {
            throw new ConfigException(name, found, "expected: " + expected);
        }
    }
}
