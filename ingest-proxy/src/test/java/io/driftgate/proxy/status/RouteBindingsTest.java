package io.driftgate.proxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.guard.GuardCheck;
import io.driftgate.proxy.guard.GuardValues;
import io.driftgate.proxy.guard.GuardVerdict;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteBindingsTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("BOOTSTRAP", "kafka:9092", "REGISTRY", "http://registry:8081", "UPSTREAM", "http://orders:8080");

    @TempDir
    Path folder;

    @Test
    void shouldDigestWhatIsBehindTheRouteAndItsPolicy() throws IOException {
        RouteBindings bindings = bindings("", "");

        assertThat(bindings.digests())
                .containsOnlyKeys("guarded")
                .containsEntry("guarded", CanonicalJson.sha256Hex(CanonicalJson.read("""
                {"backed_by":
                   [{"terraform": "module.orders.aws_security_group.api", "tags": {}},
                    {"tags": {"team": "orders"}}],
                 "guard_policy":
                   {"name": "internet-facing", "enforcement": "ENFORCED",
                    "actions": {"CRITICAL": "BLOCK", "HIGH": "BLOCK", "MEDIUM": "OBSERVE"}, "ttl_ms": 0}}
                """)));
        assertThat(bindings.current(Instant.EPOCH).values())
                .extracting(RouteBinding::getDigest)
                .containsExactlyElementsOf(bindings.digests().values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revision: 7 => revision: 8",
                "instance: edge-1 => instance: edge-2",
                "{critical: block, high: block, medium: observe} => {medium: observe, high: block, critical: block}",
                "path_prefix: /guarded => path_prefix: /elsewhere"
            })
    void shouldGiveTheSameDigestWhereTheSameIsBehindTheRoute(String change) throws IOException {
        String[] parts = change.split(" => ", 2);

        RouteBindings changed = new RouteBindings(load(parts[0], parts[1]), "another start");

        assertThat(changed.digests()).isEqualTo(bindings("", "").digests());
        assertThat(changed.current(Instant.EPOCH).values())
                .extracting(RouteBinding::getDigest)
                .isEqualTo(changed.current(Instant.now()).values().stream()
                        .map(RouteBinding::getDigest)
                        .toList());
    }

    @Test
    void shouldNotCareForTheOrderOfTags() throws IOException {
        assertThat(bindings("{team: orders}", "{team: orders, stage: live}").digests())
                .isEqualTo(bindings("{team: orders}", "{stage: live, team: orders}")
                        .digests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws_security_group.api => aws_security_group.other",
                "terraform: module.orders.aws_security_group.api => tags: {a: b}",
                "{tags: {team: orders}} => {tags: {team: payments}}",
                "{tags: {team: orders}} => {tags: {team: orders, stage: live}}",
                "{tags: {team: orders}} => {terraform: orders}",
                "- {tags: {team: orders}} => ",
                "medium: observe => medium: block",
                "high: block => high: observe",
                ", medium: observe => ",
                "{name: internet-facing, actions => {name: internet-facing, mode: dry_run, actions",
                "internet-facing => inward-facing"
            })
    void shouldGiveAnotherDigestWhereAnythingElseIsBehindTheRoute(String change) throws IOException {
        String[] parts = change.split(" => ", 2);

        assertThat(bindings(parts[0], parts[1]).digests())
                .containsOnlyKeys("guarded")
                .isNotEqualTo(bindings("", "").digests());
    }

    @Test
    void shouldKeepTheOrderOfBackedBy() throws IOException {
        String turned = "- {tags: {team: orders}}\n      - {terraform: module.orders.aws_security_group.api}";
        String written = "- {terraform: module.orders.aws_security_group.api}\n      - {tags: {team: orders}}";

        assertThat(bindings(written, turned).digests())
                .isNotEqualTo(bindings("", "").digests());
    }

    @Test
    void shouldServeAfterARestartOnlyUnderAGuardOfTheSameBinding() throws IOException {
        String before = bindings("", "").digests().getOrDefault("guarded", "");
        RouteGuard none = RouteGuard.newBuilder()
                .setKey("edge/guarded")
                .setGateway("edge")
                .setRoute("guarded")
                .setVersion(1)
                .setAction(GuardAction.NONE)
                .setBindingDigests(List.of(before))
                .build();

        assertThat(afterRestart(load("", ""), none)).isInstanceOf(GuardVerdict.Passes.class);
        assertThat(afterRestart(load("team: orders", "team: payments"), none))
                .isInstanceOfSatisfying(
                        GuardVerdict.Shut.class,
                        shut -> assertThat(shut.refusal().reason()).isEqualTo("guard-unknown"));
    }

    /** What a gateway that has just read the guard makes of the route. */
    private static GuardVerdict afterRestart(GatewayConfig config, RouteGuard guard) {
        SignedBook<RouteGuard> book = new SignedBook<>(new GuardValues("edge"));
        boolean taken = book.restore(new SignedRecord(guard.getKey(), new byte[0], new byte[0]), guard, true);
        assertThat(taken).isTrue();
        var unused = book.completed();
        Route route = config.routes().stream()
                .filter(section -> section.name().equals("guarded"))
                .map(Route::of)
                .findFirst()
                .orElseThrow();
        return new GuardCheck(book, new RouteBindings(config, "another start").digests(), book::complete).check(route);
    }

    private RouteBindings bindings(String from, String to) throws IOException {
        return new RouteBindings(load(from, to), "a start");
    }

    private GatewayConfig load(String from, String to) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/gateway.yaml"));
        Files.writeString(folder.resolve("signing.pub"), Ed25519Keys.generate().publicKey());
        // A change that changes nothing would prove nothing.
        assertThat(text).contains(from);
        Path file = Files.writeString(folder.resolve("gateway.yaml"), from.isEmpty() ? text : text.replace(from, to));
        return new ConfigLoader("gateway", ENVIRONMENT, false).load(GatewayConfig.class, file);
    }
}
