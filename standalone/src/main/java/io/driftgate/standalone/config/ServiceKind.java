package io.driftgate.standalone.config;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.sinks.config.AlertsConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A service that has a configuration file. */
public enum ServiceKind {
    GATEWAY(GatewayConfig.class),
    COLLECTORS(CollectorsConfig.class),
    CORRELATOR(CorrelatorConfig.class),
    ALERTS(AlertsConfig.class);

    private final Class<? extends Record> type;

    ServiceKind(Class<? extends Record> type) {
        this.type = type;
    }

    /** Which service's file one is, by its name: {@code gateway.yaml}, {@code prod-gateway.yml}. */
    public static Optional<ServiceKind> of(Path file) {
        Path name = file.getFileName();
        List<String> words = name == null
                ? List.of()
                : List.of(name.toString().toLowerCase(Locale.ROOT).split("[-_.]", -1));
        List<ServiceKind> named = Arrays.stream(values())
                .filter(kind -> words.contains(kind.word()))
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** The word in {@code DRIFTGATE_<SERVICE>_<PATH>} and in the file's name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String fileName() {
        return word() + ".yaml";
    }

    /** The root record of its configuration. */
    public Class<? extends Record> type() {
        return type;
    }

    /**
     * Loads a file as the service itself would.
     *
     * @param literalSecrets whether secrets may stand in it, as only in a data folder
     * @throws io.driftgate.kit.config.ConfigException with every problem
     */
    public ServiceSettings load(Path file, Map<String, String> environment, boolean literalSecrets) {
        return switch (new ConfigLoader(word(), environment, literalSecrets).load(type, file)) {
            case GatewayConfig c -> new ServiceSettings(this, c, c.kafka(), c.schemaRegistry(), c.topics());
            case CollectorsConfig c -> new ServiceSettings(this, c, c.kafka(), c.schemaRegistry(), c.topics());
            case CorrelatorConfig c -> new ServiceSettings(this, c, c.kafka(), c.schemaRegistry(), c.topics());
            case AlertsConfig c -> new ServiceSettings(this, c, c.kafka(), c.schemaRegistry(), c.topics());
            case Record other -> throw new IllegalStateException("no service has a " + other.getClass());
        };
    }
}
