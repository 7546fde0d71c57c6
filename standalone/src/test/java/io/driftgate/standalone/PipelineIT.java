package io.driftgate.standalone;

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
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.proxy.IngestProxy;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.AlertSinks;
import io.driftgate.sinks.config.AlertsConfig;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files through the real broker and registry to a webhook and to a guarded 503, and the same read over HTTP. The
 * CloudTrail record is one that AWS wrote (Stratus Red Team's detonation log, Apache-2.0); only its time is set to now.
 */
class PipelineIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] WEBHOOK_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final String SHUT =
            "[{\"from_port\":22,\"to_port\":22,\"protocol\":\"tcp\",\"cidr_blocks\":[\"10.0.0.0/8\"]}]";
    private static final String OPEN =
            "[{\"from_port\":22,\"to_port\":22,\"protocol\":\"tcp\",\"cidr_blocks\":[\"10.0.0.0/8\",\"0.0.0.0/0\"]}]";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final List<String> badSignatures = new CopyOnWriteArrayList<>();

    @Test
    void shouldShutAndReleaseARouteForRealFilesAndEndTheSameWhenTheCorrelatorRestarts() throws Exception {
        List<JsonNode> undisturbed = play("calm", false);
        told.clear();
        List<JsonNode> restarted = play("restarted", true);

        assertThat(restarted).as("drift, and the alerts that the webhook got").isEqualTo(undisturbed);
        assertThat(badSignatures).isEmpty();
    }

    /** What came of it: the drift as the API tells it at the end, and each alert as the webhook got it, times apart. */
    private List<JsonNode> play(String name, boolean restart) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("trail"));
        LocalIssuer issuer = LocalIssuer.open(home.resolve("issuer.jwk"), InstantSource.system());
        Files.writeString(home.resolve("jwks.json"), issuer.jwks());
        Files.writeString(home.resolve("digest.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(
                home.resolve("hook.key"), "whsec_" + Base64.getEncoder().encodeToString(WEBHOOK_KEY));
        Ed25519Keys.Pem signer = Ed25519Keys.generate();
        Files.writeString(home.resolve("signing.key"), signer.privateKey());
        Files.writeString(home.resolve("signing.pub"), signer.publicKey());
        Files.writeString(home.resolve("orders.tfstate"), state());
        live(home, SHUT);
        HttpServer upstream = server("/", exchange -> 200);
        HttpServer receiver = server("/hook", this::receive);
        TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
        Map<String, String> environment = Map.of(
                "BOOTSTRAP",
                CLUSTER.bootstrapServers(),
                "REGISTRY",
                CLUSTER.registryUrl(),
                "UPSTREAM",
                "http://127.0.0.1:" + upstream.getAddress().getPort(),
                "HOOK",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        CorrelatorConfig correlatorConfig = load("correlator", CorrelatorConfig.class, home, environment, CORRELATOR);
        StreamsCorrelator correlator = StreamsCorrelator.start(correlatorConfig, prefix, InstantSource.system());
        try (DriftCollectors collectors = DriftCollectors.start(
                        load("collectors", CollectorsConfig.class, home, environment, COLLECTORS),
                        prefix,
                        InstantSource.system());
                AlertSinks sinks = AlertSinks.start(
                        load("alerts", AlertsConfig.class, home, environment, ALERTS),
                        prefix,
                        InstantSource.system(),
                        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
                IngestProxy proxy = IngestProxy.start(
                        load("gateway", GatewayConfig.class, home, environment, GATEWAY),
                        prefix,
                        InstantSource.system())) {
            String token = issuer.issue("alice", "orders", List.of("orders:read"), Duration.ofMinutes(10));
            await("the route is served", () -> status(proxy, token) == 200);
            StreamsCorrelator first = correlator;
            await("both sides are known", () -> scopesAreRead(prefix));
            assertThat(items(first, issuer, "/v1/drift")).isEmpty();

            live(home, OPEN);
            await("the route is shut", () -> status(proxy, token) == 503);
            String drift = items(first, issuer, "/v1/drift").get(0).path("id").asText();
            assertThat(answer(proxy, token).body()).contains("route-guarded").contains(drift);
            await("the webhook hears of it", () -> told.size() == 1);

            if (restart) {
                correlator.close();
                assertThat(status(proxy, token))
                        .as("the last known guard stays")
                        .isEqualTo(503);
                correlator = StreamsCorrelator.start(correlatorConfig, prefix, InstantSource.system());
            }
            StreamsCorrelator second = correlator;
            await("the correlator is ready", () -> second.notReady().isEmpty());
            Files.writeString(home.resolve("trail/opened.json"), recorded());
            await(
                    "somebody is known to have done it",
                    () -> items(second, issuer, "/v1/drift/" + drift)
                            .findValuesAsText("event_id")
                            .contains("9fd68588-ecbf-4528-a345-199fa6bb0821"));
            assertThat(status(proxy, token)).isEqualTo(503);
            assertThat(items(second, issuer, "/v1/guards").get(0).path("action").asText())
                    .isEqualTo("BLOCK");

            live(home, SHUT);
            await("the route is open again", () -> status(proxy, token) == 200);
            await(
                    "the webhook hears of the end",
                    () -> told.stream()
                            .anyMatch(alert -> alert.path("status").asText().equals("RESOLVED")));
            assertThat(items(second, issuer, "/v1/drift")).isEmpty();
            List<JsonNode> outcome = new ArrayList<>();
            outcome.add(timeless(items(second, issuer, "/v1/drift/" + drift).get(0)));
            told.forEach(alert -> outcome.add(timeless(alert)));
            assertThat(told)
                    .extracting(alert -> alert.path("fingerprint").asText())
                    .containsOnly(told.getFirst().path("fingerprint").asText());
            shouldBeReadableFromOutside(prefix, outcome.size() - 1);
            return outcome;
        } finally {
            correlator.close();
            upstream.stop(0);
            receiver.stop(0);
        }
    }

    /** Nothing of ours: bytes from Kafka, the schema from the registry by REST, and Avro. */
    private void shouldBeReadableFromOutside(TopicPrefix prefix, int atLeast) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", CLUSTER.bootstrapServers());
        settings.put("group.id", "outside-" + prefix.value());
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        List<GenericRecord> alerts = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(prefix.value() + "alerts"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    ByteBuffer bytes = ByteBuffer.wrap(record.value());
                    assertThat(bytes.get()).isZero();
                    HttpResponse<String> schema = http.send(
                            HttpRequest.newBuilder(URI.create(CLUSTER.registryUrl() + "/schemas/ids/" + bytes.getInt()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    Schema writer = new Schema.Parser()
                            .parse(JSON.readTree(schema.body()).path("schema").asText());
                    alerts.add(new GenericDatumReader<GenericRecord>(writer)
                            .read(
                                    null,
                                    DecoderFactory.get()
                                            .binaryDecoder(record.value(), bytes.position(), bytes.remaining(), null)));
                }
                return alerts.size() >= atLeast;
            });
        }
        assertThat(alerts).extracting(alert -> alert.get("kind").toString()).containsOnly("DRIFT");
        assertThat(alerts.getFirst().get("title").toString()).contains("aws_security_group.orders");
        assertThat(alerts.getLast().get("status").toString()).isEqualTo("RESOLVED");
    }

    private static boolean scopesAreRead(TopicPrefix prefix) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", CLUSTER.bootstrapServers());
        settings.put("group.id", "scopes-" + java.util.UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(prefix.value() + "entity-facts").stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(info.topic(), info.partition()))
                    .toList();
            // A resource and a barrier of each side went to one partition at least, and barriers to all.
            return consumer.endOffsets(partitions).values().stream()
                            .filter(end -> end >= 4)
                            .count()
                    == partitions.size();
        }
    }

    private int receive(com.sun.net.httpserver.HttpExchange exchange) {
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WEBHOOK_KEY, "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            if (!expected.equals(exchange.getRequestHeaders().getFirst("webhook-signature"))) {
                badSignatures.add(id);
            }
            told.add(JSON.readTree(body).path("data"));
            return 204;
        } catch (Exception broken) {
            badSignatures.add(broken.toString());
            return 500;
        }
    }

    /** Without what differs from run to run: times, versions of configuration, places in a temporary folder. */
    private static JsonNode timeless(JsonNode record) {
        var copy = (com.fasterxml.jackson.databind.node.ObjectNode) record.deepCopy();
        copy.remove(List.of(
                "opened_at",
                "resolved_at",
                "occurred",
                "ingested",
                "correlated",
                "read_at",
                "declared_scopes",
                "attribution"));
        copy.put(
                "who",
                record.path("attribution")
                        .path("change")
                        .path("actor")
                        .path("name")
                        .asText());
        copy.remove("summary");
        return copy;
    }

    private HttpResponse<String> answer(IngestProxy proxy, String token) {
        return send("http://" + proxy.address("public") + "/orders/1", token);
    }

    private int status(IngestProxy proxy, String token) {
        return answer(proxy, token).statusCode();
    }

    private JsonNode items(StreamsCorrelator correlator, LocalIssuer issuer, String path) {
        String token = issuer.issue("operator", "driftgate", List.of("driftgate:read"), Duration.ofMinutes(5));
        HttpResponse<String> answer = send("http://" + correlator.apiAddress() + path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body()).path("items");
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private HttpResponse<String> send(String url, String token) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(condition::getAsBoolean);
    }

    private interface Answer {
        int status(com.sun.net.httpserver.HttpExchange exchange);
    }

    private static HttpServer server(String path, Answer answer) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(answer.status(exchange), -1);
            }
        });
        server.start();
        return server;
    }

    private static void live(Path home, String ingress) throws Exception {
        Path beside = Files.writeString(
                home.resolve("live.tmp"),
                "{\"type\":\"aws_security_group\",\"id\":\"sg-003dc7f1f1c686164\",\"account\":\"032092706103\","
                        + "\"region\":\"us-northeast-1r\",\"attributes\":" + attributes(ingress) + "}\n");
        Files.move(beside, home.resolve("live.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String state() {
        return "{\"version\":4,\"terraform_version\":\"1.9.0\",\"serial\":1,\"lineage\":\"l\",\"resources\":[{\"mode\":\"managed\","
                + "\"type\":\"aws_security_group\",\"name\":\"orders\",\"provider\":\"provider[\\\"registry.terraform.io/hashicorp/aws\\\"]\","
                + "\"instances\":[{\"attributes\":" + attributes(SHUT) + "}]}]}";
    }

    private static String attributes(String ingress) {
        return "{\"id\":\"sg-003dc7f1f1c686164\",\"name\":\"orders\",\"description\":\"orders\",\"ingress\":" + ingress
                + "}";
    }

    /** The record as AWS wrote it, in the form that CloudTrail delivers to a bucket. */
    private static String recorded() throws Exception {
        try (var file =
                Objects.requireNonNull(PipelineIT.class.getResourceAsStream("/cases/security-group-opened.json"))) {
            String record = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return "{\"Records\":["
                    + record.replace(
                            "2024-08-01T12:23:55Z",
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()) + "]}";
        }
    }

    private static <C extends Record> C load(
            String service, Class<C> type, Path home, Map<String, String> environment, String yaml) throws Exception {
        Path file = Files.writeString(home.resolve(service + ".yaml"), COMMON + yaml);
        return new ConfigLoader(service, environment, false).load(type, file);
    }

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
            sensitive_values: {digest_key: {file: digest.key}}
            accounts: [{name: lab, aws_account_id: "032092706103", regions: [us-northeast-1r]}]
            declared: [{name: orders, account: lab, terraform_state: {file: orders.tfstate, watch: true}}]
            live: [{name: lab, file: {path: live.jsonl, watch: true}}]
            changes: [{name: drop, folder: {path: trail, accounts: [lab]}}]
            """;
    private static final String ALERTS = """
            sinks:
              - {name: ops, webhook: {url: "${HOOK}", signing_key: {file: hook.key}}}
            routing: {sinks: [ops]}
            """;
    private static final String GATEWAY = """
            gateway: {name: edge, instance: edge-1}
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
            """;
}
