package io.driftgate.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.sinks.config.AlertsConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that the containers get, judged by the services' own rules with the secrets that they get. */
class ComposeFilesTest {

    private static final Path COMPOSE = Path.of(System.getProperty("driftgate.root", ".."), "deploy/compose/config");

    @TempDir
    Path temporary;

    @BeforeEach
    void makeWhatTheContainersHave() throws IOException {
        Files.createDirectories(temporary.resolve("sources/states"));
        Files.createDirectories(temporary.resolve("sources/trail"));
        Files.createDirectories(temporary.resolve("vault"));
        int me = (Integer) Files.getAttribute(temporary, "unix:uid");
        StringWriter told = new StringWriter();
        PrintWriter out = new PrintWriter(told, true);
        int code = DeployCommand.commandLine(out, out)
                .execute(
                        "secrets",
                        "--vault=" + temporary.resolve("vault"),
                        "--handouts=" + Files.createDirectory(temporary.resolve("run")),
                        "--owner=" + me,
                        "--kafka-owner=" + me);
        assertThat(code).as(told.toString()).isZero();
    }

    @Test
    void shouldBeTakenByEveryService() throws IOException {
        GatewayConfig gateway = load("gateway", GatewayConfig.class);
        CollectorsConfig collectors = load("collectors", CollectorsConfig.class);
        CorrelatorConfig correlator = load("correlator", CorrelatorConfig.class);
        AlertsConfig alerts = load("alerts", AlertsConfig.class);
        ClusterConfig cluster = load("cluster", ClusterConfig.class);
        assertThat(List.of(gateway.topics(), collectors.topics(), correlator.topics(), alerts.topics()))
                .allSatisfy(topics -> {
                    assertThat(topics.partitions()).isEqualTo(cluster.topics().partitions());
                    assertThat(topics.registerSchemas()).isFalse();
                });
        assertThat(cluster.topics()).extracting(TopicsSection::registerSchemas).isEqualTo(true);
    }

    private <C extends Record> C load(String service, Class<C> type) throws IOException {
        String text = Files.readString(COMPOSE.resolve(service + ".yaml"))
                .replace("/run/driftgate", temporary.resolve("run/" + service).toString())
                .replace("/var/lib/driftgate", temporary.toString());
        Path file = Files.writeString(temporary.resolve(service + ".yaml"), text);
        return new ConfigLoader(service, Map.of(), false).load(type, file);
    }
}
