package io.driftgate.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.EffectiveConfig;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.kit.token.IssuerSection;
import io.driftgate.proxy.breakglass.BreakGlass;
import io.driftgate.proxy.feedback.FeedReport;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.guard.GuardCheck;
import io.driftgate.proxy.guard.GuardValues;
import io.driftgate.proxy.record.AccessLedger;
import io.driftgate.proxy.status.RouteBindings;
import io.driftgate.proxy.status.StatusReport;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.RouteGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("BOOTSTRAP", "kafka:9092", "REGISTRY", "http://registry:8081", "UPSTREAM", "http://orders:8080");

    @TempDir
    Path folder;

    @Test
    void shouldReadWhatItHonours() throws IOException {
        GatewayConfig config = load("", "");

        assertThat(config.revision()).isEqualTo(7);
        assertThat(config.audit().maxPending()).isEqualTo(10_000);
        assertThat(config.upstreams().getFirst().forwardAuthorization()).isFalse();
        assertThat(config.guardPolicies().getFirst().mode()).isEqualTo(GuardPolicySection.Mode.ENFORCE);
        assertThat(config.routes().get(2).match().allowedMethods())
                .contains("GET", "DELETE")
                .doesNotContain("TRACE");
        assertThat(load("revision: 7\n", "").revision()).isZero();
    }

    /** Each row breaks one thing; what is told names the place and what was expected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: 1 | version: 2 | version: 2 (expected: 1)
            gateway: {name: edge, | gateway: {name: Edge, | gateway.name: 'Edge' (expected: kebab-case)
            instance: edge-1 | instance: a/b | gateway.instance: 'a/b'
            upstream: away | upstream: gone | routes[5].upstream: 'gone' (expected: the name of one of upstreams)
            address: "127.0.0.1:0"} | address: "127.0.0.1:0", tls: {cert_file: x}} | listeners[0].tls: is not known
            {any_of: [{jwt: corp}]} | {any_of: [{jwt: other}]} | routes[0].authentication.any_of[0].jwt: 'other'
            guard_policy: internet-facing | guard_policy: other | routes[2].guard_policy: 'other'
            guard_policy: internet-facing | '' | routes[2]: backed_by without guard_policy (expected: both or neither)
            name: orders-write | name: orders-read | routes[1].name: 'orders-read'
            methods: [POST, DELETE] | methods: [GET, DELETE] | routes[1].match: the same host, path_prefix and method as route orders-read
            methods: [POST, DELETE] | methods: [TRACE] | routes[1].match.methods[0]: 'TRACE'
            path_prefix: /open | path_prefix: /open/ | routes[3].match.path_prefix: '/open/'
            path_prefix: /open | path_prefix: /a/../b | routes[3].match.path_prefix: '/a/../b'
            path_prefix: /open | hosts: [A.example], path_prefix: /open | routes[3].match.hosts[0]: 'A.example'
            authentication: {none: true} | '' | routes[2].authentication: is missing
            authentication: {none: true} | authentication: {} | routes[2].authentication: neither any_of nor none
            authentication: {none: true} | authentication: {none: true, any_of: [{jwt: corp}]} | routes[2].authentication: none and any_of
            authorization: {scopes: [orders:read]} | '' | routes[0].authorization: is missing
            authorization: {scopes: []} | authorization: {scopes: ["a b"]} | routes[4].authorization.scopes[0]: 'a b'
            high: block | high: step_up | guard_policies[0].actions.high: 'step_up' (expected: observe or block; this gateway carries out no other action)
            high: block | hihg: block | guard_policies[0].actions.hihg: is no severity
            terraform: module.orders.aws_security_group.api | entity: nonsense | routes[2].backed_by[0].entity: 'nonsense'
            terraform: module.orders.aws_security_group.api | terraform: a, tags: {b: c} | routes[2].backed_by[0]: 2 of terraform, entity and tags
            targets: ["http://127.0.0.1:1"] | targets: [] | upstreams[2].targets: 0 targets (expected: exactly one)
            targets: ["http://127.0.0.1:1"] | targets: ["ftp://x"] | upstreams[2].targets[0]
            targets: ["http://127.0.0.1:1"] | targets: ["http://x/base"] | upstreams[2].targets[0]
            connect: 1s | connect: 0s | upstreams[0].timeouts.connect: 0ms
            record_query_values: [page] | max_pending: 0 | audit.max_pending: 0 (expected: 1 to 1000000)
            name: s1 | name: S1 | trusted_signers[0].name: 'S1'
            {name: s1, public_key: {file: signing.pub}} | {name: s1, public_key: {file: jwks.json}} | trusted_signers[0].public_key
            {name: s1, public_key: {file: signing.pub}} | {name: s1, public_key: {env: NONE}} | trusted_signers[0].public_key
            state_dir: state | '' | state_dir: is missing
            audit: {record_query_values: [page]} | trusted_proxies: [10.0.0.0/8] | trusted_proxies: is not known
            """)
    void shouldSayWhatIsWrong(String from, String to, String told) {
        assertThatThrownBy(() -> load(from, to))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told);
    }

    @Test
    void shouldNotStartWithoutAKeyToBelieve() {
        assertThatThrownBy(() -> load("trusted_signers:\n  - {name: s1, public_key: {file: signing.pub}}\n", ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("trusted_signers: none (expected: the correlator's");
    }

    @Test
    void shouldLetNobodyBreakGlassUnlessItSaysWho() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/gateway.yaml"));
        String operators = text.substring(text.indexOf("operators:"), text.indexOf("audit:"));

        assertThat(load("", "").operators().orElseThrow().issuers())
                .extracting(IssuerSection::name)
                .containsExactly("ops");
        assertThat(load(operators, "").operators()).isEmpty();
        assertThatThrownBy(() -> load(operators, "operators: {}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("operators.issuers: none (expected: at least one, or no operators)");
    }

    @Test
    void shouldTakeSeveralKeysWhileTheyAreChangedButEachNameOnce() throws IOException {
        String one = "  - {name: s1, public_key: {file: signing.pub}}\n";
        assertThat(load(one, one + one.replace("s1", "s2")).trustedSigners())
                .extracting(TrustedSigner::name)
                .containsExactly("s1", "s2");
        assertThatThrownBy(() -> load(one, one + one))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("trusted_signers[1].name: 's1' (expected: kebab-case, and each name once)");
    }

    @Test
    void shouldNeverTellAPasswordInATarget() {
        assertThatThrownBy(() -> load("http://127.0.0.1:1", "http://me:hunter2@x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("upstreams[2].targets[0]")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldFindBindingsThatAreTrueNoMore() throws IOException {
        RouteBindings bindings = new RouteBindings(load("", ""), "i");

        assertThat(bindings.current(Instant.EPOCH)).containsOnlyKeys("edge/guarded/edge-1");
        assertThat(bindings.stale(List.of(
                        "edge/guarded/edge-1",
                        "edge/open/edge-1",
                        "edge/gone/edge-1",
                        "edge/gone/edge-2",
                        "other/gone/edge-1",
                        "edge/edge-1",
                        "edge/a/b/edge-1")))
                .containsExactly("edge/gone/edge-1", "edge/open/edge-1");
    }

    @Test
    void shouldSayOfItselfWhatIsTrue() throws IOException {
        Files.writeString(folder.resolve("registry-password"), "me:hunter2");
        GatewayConfig config =
                load("{url: \"${REGISTRY}\"}", "{url: \"${REGISTRY}\", basic_auth: {file: registry-password}}");
        SignedBook<RouteGuard> book = new SignedBook<>(new GuardValues("edge"));
        AccessLedger ledger = new AccessLedger(1);
        BreakGlass glass = new BreakGlass(
                new GuardCheck(book, Map.of(), book::complete), book, List.of(), InstantSource.fixed(Instant.EPOCH));
        StatusReport report =
                new StatusReport(config, "i", "1.0", Instant.EPOCH, book, List.of(new FeedReport(book)), glass, ledger);
        assertThat(report.notReady()).contains("guards are not read to their end yet");
        var unused = book.completed();
        boolean place = ledger.receive();
        boolean none = ledger.receive();

        GatewayStatus status = report.at(Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(place).isTrue();
        assertThat(none).isFalse();
        assertThat(report.key()).isEqualTo("edge/edge-1");
        assertThat(status.getReady()).isTrue();
        assertThat(status.getEffectiveConfig())
                .contains("\"basic_auth\":\"***\"")
                .contains("\"max_pending\":10000")
                .doesNotContain("hunter2");
        assertThat(status.getConfigDigest())
                .isEqualTo(io.driftgate.schemas.json.CanonicalJson.sha256Hex(EffectiveConfig.json(config)));
        assertThat(status.getReceived())
                .isEqualTo(status.getRecorded()
                        + status.getPending()
                        + status.getRefusedForAudit()
                        + status.getAggregated())
                .isEqualTo(2);
        boolean first = ledger.failed();
        assertThat(first).isTrue();
        assertThat(report.at(Instant.EPOCH).getReady()).isFalse();
        assertThat(report.at(Instant.EPOCH).getConditions()).hasSize(1);
        // When it began does not change with every heartbeat.
        assertThat(report.at(Instant.EPOCH.plusSeconds(60)).getConditions())
                .extracting(Condition::getType, Condition::getSince)
                .containsExactly(tuple("audit-unavailable", Instant.EPOCH));
    }

    private GatewayConfig load(String from, String to) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/gateway.yaml"));
        Files.writeString(folder.resolve("signing.pub"), Ed25519Keys.generate().publicKey());
        Files.writeString(folder.resolve("jwks.json"), "{}");
        // A row that changes nothing would prove nothing.
        assertThat(text).contains(from);
        Path file = Files.writeString(folder.resolve("gateway.yaml"), from.isEmpty() ? text : text.replace(from, to));
        return new ConfigLoader("gateway", ENVIRONMENT, false).load(GatewayConfig.class, file);
    }
}
