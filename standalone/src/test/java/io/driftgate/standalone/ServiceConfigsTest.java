package io.driftgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.EffectiveConfig;
import io.driftgate.kit.config.HostPort;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.config.RouteSection;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceConfigsTest {

    private static final Map<String, String> UPSTREAM = Map.of("STANDALONE_UPSTREAM", "http://127.0.0.1:3000");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(ConfigFiles.class)
    void shouldBeginWithFilesThatAllFourServicesTake(ConfigFiles files) {
        ServiceConfigs configs = configs(files, Ports.shifted(28_000), UPSTREAM);
        assertThatCode(configs::check).doesNotThrowAnyException();
        assertThat(configs.collectors().kafka().bootstrapServers()).isEqualTo("127.0.0.1:1234");
        assertThat(configs.gateway().listeners().getFirst().address()).isEqualTo(new HostPort("127.0.0.1", 28_080));
        assertThat(configs.correlator().api().address()).isEqualTo(new HostPort("127.0.0.1", 28_090));
        assertThat(configs.correlator().stateDir()).isEqualTo(temporary.resolve("data/state"));
        assertThat(configs.gateway().stateDir()).isEqualTo(temporary.resolve("data/gateway"));
        assertThat(List.of(
                        configs.gateway().management().address().orElseThrow().port(),
                        configs.collectors()
                                .management()
                                .address()
                                .orElseThrow()
                                .port(),
                        configs.correlator()
                                .management()
                                .address()
                                .orElseThrow()
                                .port(),
                        configs.alerts().management().address().orElseThrow().port()))
                .containsExactly(29_101, 29_102, 29_103, 29_104);
        assertThat(List.of(
                        configs.gateway().topics(),
                        configs.collectors().topics(),
                        configs.correlator().topics(),
                        configs.alerts().topics()))
                .allSatisfy(topics -> {
                    assertThat(topics.partitions()).isEqualTo(4);
                    assertThat(topics.registerSchemas()).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource(ConfigFiles.class)
    void shouldListenOnLoopbackOnlyAlsoWhenAFileIsUsedByItself(ConfigFiles files) {
        DataFolder folder = prepared(files);
        ServiceConfigs alone = new ServiceConfigs(folder, UPSTREAM);
        assertThat(alone.gateway().listeners())
                .allSatisfy(listener -> assertThat(listener.address()).isEqualTo(new HostPort("127.0.0.1", 8080)));
        assertThat(alone.correlator().api().address()).isEqualTo(new HostPort("127.0.0.1", 8090));
        assertThat(alone.collectors().kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    }

    @Test
    void shouldShutTheDemosOrdersAtHighAndLeaveTheCatalogAlone() {
        GatewayConfig gateway =
                configs(ConfigFiles.DEMO, Ports.free(), UPSTREAM).gateway();
        assertThat(gateway.guardPolicies().getFirst().guardActions().keySet())
                .containsExactlyInAnyOrder("HIGH", "CRITICAL");
        assertThat(gateway.routes())
                .filteredOn(route -> !route.backedBy().isEmpty())
                .extracting(RouteSection::name)
                .containsExactly("orders", "orders-write");
    }

    @Test
    void shouldNotAcceptACallersTokenAtTheApi() {
        ServiceConfigs configs = configs(ConfigFiles.UP, Ports.free(), UPSTREAM);
        assertThat(configs.correlator().api().issuers().getFirst().audiences()).containsExactly("driftgate");
        assertThat(configs.gateway().issuers().getFirst().audiences()).containsExactly("gateway");
        // Nor for breaking glass at the gateway.
        assertThat(configs.gateway()
                        .operators()
                        .orElseThrow()
                        .issuers()
                        .getFirst()
                        .audiences())
                .containsExactly("driftgate");
    }

    @Test
    void shouldHideSecretsWhenTheyAreShown() {
        ServiceConfigs configs = configs(ConfigFiles.UP, Ports.free(), UPSTREAM);
        assertThat(EffectiveConfig.json(configs.collectors())
                        .at("/sensitive_values/digest_key")
                        .asText())
                .isEqualTo("***");
    }

    @Test
    void shouldTellEveryProblemOfAnEditedFile() throws IOException {
        ServiceConfigs configs = configs(ConfigFiles.UP, Ports.free(), UPSTREAM);
        Path file = temporary.resolve("data/config/alerts.yaml");
        Files.writeString(file, Files.readString(file).replace("sinks:", "snks:"));
        assertThatThrownBy(configs::check)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("alerts.yaml")
                .hasMessageContaining("did you mean sinks?");
    }

    private ServiceConfigs configs(ConfigFiles files, Ports ports, Map<String, String> environment) {
        Settings settings = new Settings(prepared(files), files, ports, environment, System.out);
        return ServiceConfigs.of(settings, "127.0.0.1:1234", "http://127.0.0.1:1235/apis/ccompat/v7");
    }

    private DataFolder prepared(ConfigFiles files) {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        new Keys(folder).prepare();
        files.writeMissing(folder);
        return folder;
    }
}
