package io.driftgate.standalone;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.sinks.config.AlertsConfig;
import io.driftgate.standalone.data.DataFolder;
import java.util.HashMap;
import java.util.Map;

/**
 * The four services' configurations as a data folder holds them. What only a run knows stands in its files as {@code
 * ${STANDALONE_…}}, so that a file stays good on other ports.
 *
 * @param folder with the files
 * @param environment overrides and variables
 */
record ServiceConfigs(DataFolder folder, Map<String, String> environment) {

    ServiceConfigs {
        environment = Map.copyOf(environment);
    }

    /** The same with the places of a run; a free port stays 0 where a service finds one itself. */
    static ServiceConfigs of(Settings settings, String kafka, String registry) {
        Ports ports = settings.ports();
        Map<String, String> places = new HashMap<>(settings.environment());
        places.put("STANDALONE_KAFKA", kafka);
        places.put("STANDALONE_REGISTRY", registry);
        places.put("STANDALONE_GATEWAY", at(ports.gateway()));
        places.put("STANDALONE_API", at(ports.api()));
        places.put("STANDALONE_PROXY_MANAGEMENT", at(ports.proxyManagement()));
        places.put("STANDALONE_COLLECTORS_MANAGEMENT", at(ports.collectorsManagement()));
        places.put("STANDALONE_CORRELATOR_MANAGEMENT", at(ports.correlatorManagement()));
        places.put("STANDALONE_SINKS_MANAGEMENT", at(ports.sinksManagement()));
        return new ServiceConfigs(settings.folder(), places);
    }

    /**
     * Judges all four before anything is started.
     *
     * @throws io.driftgate.kit.config.ConfigException of the first file with problems, with all of its problems
     */
    void check() {
        var gateway = gateway();
        var collectors = collectors();
        var correlator = correlator();
        var alerts = alerts();
        if (gateway.version() != alerts.version() || collectors.version() != correlator.version()) {
            throw new StartRefusedException("the four files are of different versions (expected: the same)");
        }
    }

    GatewayConfig gateway() {
        return load("gateway", GatewayConfig.class);
    }

    CollectorsConfig collectors() {
        return load("collectors", CollectorsConfig.class);
    }

    CorrelatorConfig correlator() {
        return load("correlator", CorrelatorConfig.class);
    }

    AlertsConfig alerts() {
        return load("alerts", AlertsConfig.class);
    }

    /** Secrets may stand in the files themselves: they are one person's, on one machine. */
    private <C extends Record> C load(String service, Class<C> type) {
        return new ConfigLoader(service, environment, true)
                .load(type, folder.config().resolve(service + ".yaml"));
    }

    private static String at(int port) {
        return Ports.LOOPBACK + ":" + port;
    }
}
