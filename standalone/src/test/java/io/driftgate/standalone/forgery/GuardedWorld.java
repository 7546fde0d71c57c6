package io.driftgate.standalone.forgery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.driftgate.collectors.DriftCollectors;
import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.correlator.StreamsCorrelator;
import io.driftgate.correlator.config.CorrelatorConfig;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.proxy.IngestProxy;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.AlertSinks;
import io.driftgate.sinks.config.AlertsConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** The four services over the embedded broker: a route behind a security group, and one behind nothing. */
final class GuardedWorld implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COMMON = """
            version: 1
            kafka: {bootstrap_servers: "${BOOTSTRAP}"}
            schema_registry: {url: "${REGISTRY}"}
            topics: {partitions: 4, replication: 1, register_schemas: true}
            management: {address: "127.0.0.1:0"}
            """;
    private static final String CORRELATOR = """
            state_dir: state
            signing: {key: {file: signing.key}, key_id: s1}
            api:
              address: "127.0.0.1:0"
              issuers:
                - {name: local, issuer: "urn:driftgate:local", audiences: [driftgate], algorithms: [ES256], jwks: {file: jwks.json}}
            """;
    private static final String COLLECTORS = """
            trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
            sensitive_values: {digest_key: {file: digest.key}}
            accounts: [{name: lab, aws_account_id: "123456789012", regions: [eu-west-1]}]
            declared: [{name: orders, account: lab, terraform_state: {file: orders.tfstate, watch: true}}]
            live: [{name: lab, file: {path: live.jsonl, watch: true}}]
            """;
    private static final String ALERTS = """
            trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
            sinks: [{name: screen, console: {}}]
            routing: {sinks: [screen]}
            """;
    private static final String GATEWAY = """
            trusted_signers: [{name: s1, public_key: {file: signing.pub}}]
            state_dir: "${INSTANCE}"
            gateway: {name: edge, instance: "${INSTANCE}"}
            listeners: [{name: public, address: "127.0.0.1:0"}]
            issuers:
              - {name: local, issuer: "urn:driftgate:local", audiences: [orders], algorithms: [ES256], jwks: {file: jwks.json}}
            upstreams: [{name: orders, targets: ["${UPSTREAM}"]}]
            guard_policies: [{name: internet-facing, mode: enforce, actions: {high: block, critical: block}}]
            routes:
              - name: orders
                match: {path_prefix: /orders, methods: [GET]}
                upstream: orders
                authentication: {any_of: [{jwt: local}]}
                authorization: {scopes: [orders:read]}
                backed_by: [{terraform: "aws_security_group.orders"}]
                guard_policy: internet-facing
              - name: catalog
                match: {path_prefix: /catalog, methods: [GET]}
                upstream: orders
                authentication: {any_of: [{jwt: local}]}
                authorization: {scopes: [orders:read]}
                backed_by: [{terraform: "aws_security_group.catalog"}]
                guard_policy: internet-facing
            """;

    private final Lifecycle lifecycle = new Lifecycle();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Path home;
    private final TopicPrefix prefix = new TopicPrefix(EmbeddedCluster.shared().newTopicPrefix());
    private final Map<String, String> environment = new HashMap<>();
    private final LocalIssuer issuer;
    private final KafkaAccess kafka;
    private final StreamsCorrelator correlator;
    private int gateways;

    /** All services but the gateways are up, and both sides of the group are read. */
    GuardedWorld(Path home) throws Exception {
        this.home = home;
        issuer = LocalIssuer.open(home.resolve("issuer.jwk"), InstantSource.system());
        Files.writeString(home.resolve("jwks.json"), issuer.jwks());
        Files.writeString(home.resolve("digest.key"), "0123456789abcdef0123456789abcdef");
        Ed25519Keys.Pem signer = Ed25519Keys.generate();
        Files.writeString(home.resolve("signing.key"), signer.privateKey());
        Files.writeString(home.resolve("signing.pub"), signer.publicKey());
        Files.writeString(home.resolve("orders.tfstate"), state());
        groupIs("10.0.0.0/8");
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        upstream.start();
        lifecycle.add("upstream", () -> upstream.stop(0));
        environment.put("BOOTSTRAP", EmbeddedCluster.shared().bootstrapServers());
        environment.put("REGISTRY", EmbeddedCluster.shared().registryUrl());
        environment.put("UPSTREAM", "http://127.0.0.1:" + upstream.getAddress().getPort());
        CorrelatorConfig config = load("correlator", CorrelatorConfig.class, CORRELATOR);
        kafka = lifecycle.add("kafka", new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "test"));
        correlator = lifecycle.add("correlator", StreamsCorrelator.start(config, prefix, InstantSource.system()));
        lifecycle.add(
                "collectors",
                DriftCollectors.start(
                        load("collectors", CollectorsConfig.class, COLLECTORS), prefix, InstantSource.system()));
        lifecycle.add(
                "sinks",
                AlertSinks.start(
                        load("alerts", AlertsConfig.class, ALERTS),
                        prefix,
                        InstantSource.system(),
                        new PrintStream(screen, true, StandardCharsets.UTF_8)));
        awaitSnapshots();
    }

    /** Until both sides of the groups are read: what differs at the first sight shuts nothing. */
    private void awaitSnapshots() {
        Set<String> ended = new HashSet<>();
        try (WholeTopic<SnapshotRecord> snapshots =
                kafka.wholeTopic(TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                snapshots.poll(Duration.ofMillis(100), new WholeTopic.Reader<>() {
                    @Override
                    public void record(ConsumerRecord<String, SnapshotRecord> record) {
                        if (record.value().getKind() == SnapshotKind.ENDED) {
                            ended.add(record.value().getScope());
                        }
                    }

                    @Override
                    public void unreadable(PoisonRecordException.Reason reason) {
                        throw new AssertionError(reason);
                    }
                });
                return ended.size() == 2;
            });
        }
    }

    /** One more gateway of the fleet, with nothing on its disk. */
    IngestProxy gateway() throws Exception {
        environment.put("INSTANCE", "edge-" + ++gateways);
        return lifecycle.add(
                "gateway",
                IngestProxy.start(load("gateway", GatewayConfig.class, GATEWAY), prefix, InstantSource.system()));
    }

    KafkaAccess kafka() {
        return kafka;
    }

    /** What people were told. */
    String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    /** The live group lets that network in, too. */
    void groupIs(String network) throws Exception {
        String group = attributes(
                "orders", "[\"10.0.0.0/8\"" + (network.equals("10.0.0.0/8") ? "" : ",\"" + network + "\"") + "]");
        Path beside = Files.writeString(
                home.resolve("live.tmp"),
                live("sg-orders", group) + live("sg-catalog", attributes("catalog", "[\"10.0.0.0/8\"]")));
        Files.move(beside, home.resolve("live.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A caller's token. */
    String token(String subject) {
        return issuer.issue(subject, "orders", List.of("orders:read"), Duration.ofMinutes(30));
    }

    /** Its public id. */
    static String idOf(String token) throws Exception {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return JSON.readTree(claims).path("jti").textValue();
    }

    HttpResponse<String> get(IngestProxy gateway, String path, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + gateway.address("public") + path))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A list of the correlator's. */
    JsonNode items(String path) throws Exception {
        HttpResponse<String> answer = operate(HttpRequest.newBuilder().GET(), path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("items");
    }

    /** A person's order. */
    void order(String json) throws Exception {
        HttpResponse<String> answer = operate(
                HttpRequest.newBuilder()
                        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                        .header("Content-Type", "application/json"),
                "/v1/commands");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private HttpResponse<String> operate(HttpRequest.Builder request, String path) throws Exception {
        String token = issuer.issue(
                "operator", "driftgate", List.of("driftgate:read", "driftgate:operate"), Duration.ofMinutes(5));
        return http.send(
                request.uri(URI.create("http://" + correlator.apiAddress() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String live(String id, String attributes) {
        return "{\"type\":\"aws_security_group\",\"id\":\"" + id
                + "\",\"account\":\"123456789012\",\"region\":\"eu-west-1\"," + "\"attributes\":"
                + attributes.replace("\"id\":\"\"", "\"id\":\"" + id + "\"") + "}\n";
    }

    private static String state() {
        return "{\"version\":4,\"terraform_version\":\"1.9.0\",\"serial\":1,\"lineage\":\"l\",\"resources\":["
                + declared("orders") + "," + declared("catalog") + "]}";
    }

    private static String declared(String name) {
        return "{\"mode\":\"managed\",\"type\":\"aws_security_group\",\"name\":\"" + name
                + "\",\"provider\":\"provider[\\\"registry.terraform.io/hashicorp/aws\\\"]\",\"instances\":[{\"attributes\":"
                + attributes(name, "[\"10.0.0.0/8\"]").replace("\"id\":\"\"", "\"id\":\"sg-" + name + "\"") + "}]}";
    }

    private static String attributes(String name, String networks) {
        return "{\"id\":\"\",\"name\":\"" + name + "\",\"description\":\"" + name
                + "\",\"ingress\":[{\"from_port\":22,\"to_port\":22,\"protocol\":\"tcp\",\"cidr_blocks\":" + networks
                + "}]}";
    }

    private <C extends Record> C load(String service, Class<C> type, String yaml) throws Exception {
        Path file = Files.writeString(home.resolve(service + ".yaml"), COMMON + yaml);
        return new ConfigLoader(service, environment, false).load(type, file);
    }

    @Override
    public void close() {
        lifecycle.close();
        http.close();
    }
}
