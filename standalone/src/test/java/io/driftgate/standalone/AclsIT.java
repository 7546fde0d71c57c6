package io.driftgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.driftgate.collectors.DriftCollectors;
import io.driftgate.correlator.StreamsCorrelator;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.proxy.IngestProxy;
import io.driftgate.schemas.topic.ClientNames;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.AlertSinks;
import io.driftgate.standalone.cli.CommandLineRun;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import io.driftgate.standalone.demo.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All four services, each under a principal of its own, against a real broker that allows exactly what {@code driftgate config
 * acls} prints: the story passes, nobody is refused anything, what is printed is used, and what is not printed is refused.
 */
class AclsIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    /** What is for a person's command, or for a check that its reader makes only now and then: not in this story. */
    private static final List<String> UNUSED = List.of(
            "User:driftgate-drift-collectors READ cloud-changes",
            "User:driftgate-drift-collectors READ collector-status",
            // Of a gateway that is gone for a day.
            "User:driftgate-streams-correlator WRITE route-bindings");
    /** Each service's word in the variables that stand over its file. */
    private static final Map<Service, String> WORDS = Map.of(
            Service.INGEST_PROXY, "GATEWAY",
            Service.DRIFT_COLLECTORS, "COLLECTORS",
            Service.STREAMS_CORRELATOR, "CORRELATOR",
            Service.ALERT_SINKS, "ALERTS");

    @TempDir
    Path temporary;

    private final TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @Timeout(180)
    void shouldBeExactlyWhatTheServicesNeed() throws Exception {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        World world = World.sample();
        replace(folder.states().resolve("shop.tfstate"), world.state());
        replace(folder.liveFile(), world.live());
        LocalIssuer issuer = new Keys(folder).prepare();
        String alice = issuer.issue("alice", "gateway", List.of("orders:read"), Duration.ofMinutes(10));
        try (SecuredBroker broker = new SecuredBroker(temporary.resolve("kafka"));
                Lifecycle services = new Lifecycle()) {
            List<AclBinding> acls = broker.allow(CommandLineRun.lines("config acls --json --prefix " + prefix.value()));

            IngestProxy proxy = start(broker, folder, services);
            await("the route is served", () -> status(proxy, alice) == 200);
            // Of each side at least a barrier went to every partition, and a resource to one.
            await(
                    "both sides are known",
                    () -> broker.ends(prefix, TopicCatalogue.ENTITY_FACTS).stream()
                                    .mapToLong(end -> end)
                                    .min()
                                    .orElse(0)
                            >= 4);
            replace(folder.trail().resolve("opened.json"), opened());
            replace(folder.liveFile(), world.openGroup().live());
            await("the route is shut", () -> status(proxy, alice) == 503);
            await(
                    "the drift is told",
                    () -> screen.toString(StandardCharsets.UTF_8).contains("aws_security_group.orders"));
            replace(folder.liveFile(), world.live());
            await("the route is open again", () -> status(proxy, alice) == 200);

            assertThat(RecordingAuthorizer.denied()).as("refused to somebody").isEmpty();
            assertThat(new AclUse(prefix, broker).unused(acls))
                    .as("printed and not used")
                    .isSubsetOf(UNUSED);
            shouldLetUsersReadInTheirOwnGroupsOnly(broker);
            shouldRefuseWhatIsNotPrinted(broker);

            for (AclBinding acl : needed(acls)) {
                shouldBeMissed(broker, acl, () -> {
                    replace(folder.liveFile(), world.openGroup().live());
                    status(proxy, alice);
                    replace(folder.liveFile(), world.live());
                });
            }
            await("the route is served again", () -> status(proxy, alice) == 200);
        }
    }

    private interface Stir {
        void once() throws Exception;
    }

    /** Whoever needs a right is refused as soon as it is taken away, and goes on by himself when it is given back. */
    private static void shouldBeMissed(SecuredBroker broker, AclBinding acl, Stir stir) throws Exception {
        RecordingAuthorizer.forget();
        broker.takeBack(acl);
        await("refused: " + acl, () -> {
            stir.once();
            return AclUse.isMissed(acl);
        });
        broker.allow(acl);
    }

    private IngestProxy start(SecuredBroker broker, DataFolder folder, Lifecycle services) throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        upstream.start();
        services.add("upstream", () -> upstream.stop(0));
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "STANDALONE_UPSTREAM",
                "http://127.0.0.1:" + upstream.getAddress().getPort());
        for (Map.Entry<Service, String> service : WORDS.entrySet()) {
            environment.put(
                    "DRIFTGATE_" + service.getValue() + "_KAFKA_CLIENT_PROPERTIES_FILE",
                    broker.clientProperties(service.getKey(), temporary).toString());
        }
        PrintStream console = new PrintStream(screen, true, StandardCharsets.UTF_8);
        Settings settings = new Settings(folder, ConfigFiles.DEMO, Ports.free(), environment, console);
        settings.files().writeMissing(folder);
        ServiceConfigs configs = ServiceConfigs.of(settings, broker.bootstrapServers(), CLUSTER.registryUrl());
        InstantSource clock = InstantSource.system();
        StreamsCorrelator correlator =
                services.add("correlator", StreamsCorrelator.start(configs.correlator(), prefix, clock));
        services.add("collectors", DriftCollectors.start(configs.collectors(), prefix, clock));
        AlertSinks sinks = services.add("sinks", AlertSinks.start(configs.alerts(), prefix, clock, console));
        IngestProxy proxy = services.add("gateway", IngestProxy.start(configs.gateway(), prefix, clock));
        await("the correlator is ready", () -> correlator.notReady().isEmpty());
        await("the sinks are ready", () -> sinks.notReady().isEmpty());
        await("the gateway is ready", () -> proxy.notReady().isEmpty());
        return proxy;
    }

    /** Rights of every kind, and of every service, that are used all the time. */
    private List<AclBinding> needed(List<AclBinding> acls) {
        return List.of(
                needed(acls, Service.INGEST_PROXY, AclOperation.WRITE, "access-events"),
                needed(acls, Service.INGEST_PROXY, AclOperation.READ, "route-guards"),
                needed(acls, Service.DRIFT_COLLECTORS, AclOperation.WRITE, "state-snapshots"),
                needed(acls, Service.STREAMS_CORRELATOR, ResourceType.GROUP),
                needed(acls, Service.STREAMS_CORRELATOR, ResourceType.TRANSACTIONAL_ID),
                needed(acls, Service.ALERT_SINKS, ResourceType.GROUP));
    }

    private AclBinding needed(List<AclBinding> acls, Service service, AclOperation operation, String topic) {
        return acls.stream()
                .filter(acl -> isOf(acl, service)
                        && acl.entry().operation() == operation
                        && acl.pattern().resourceType() == ResourceType.TOPIC
                        && acl.pattern().name().equals(prefix.name(topic)))
                .findFirst()
                .orElseThrow();
    }

    private static AclBinding needed(List<AclBinding> acls, Service service, ResourceType type) {
        return acls.stream()
                .filter(acl -> isOf(acl, service) && acl.pattern().resourceType() == type)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOf(AclBinding acl, Service service) {
        return acl.entry().principal().equals("User:driftgate-" + service.label());
    }

    private void shouldLetUsersReadInTheirOwnGroupsOnly(SecuredBroker broker) {
        String own = prefix.name(ClientNames.USER_GROUPS) + "kcat";
        assertThat(read(broker, Service.USERS, TopicCatalogue.ALERTS, own)).isPositive();
        assertThatThrownBy(() -> read(broker, Service.USERS, TopicCatalogue.ALERTS, prefix.name("alert-sinks-screen")))
                .isInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> read(broker, Service.USERS, TopicCatalogue.STATE_SNAPSHOTS, own))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write(broker, Service.USERS, TopicCatalogue.ALERTS))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    private void shouldRefuseWhatIsNotPrinted(SecuredBroker broker) {
        Map<Service, Topic> writes = Map.of(
                Service.INGEST_PROXY, TopicCatalogue.ROUTE_GUARDS,
                Service.DRIFT_COLLECTORS, TopicCatalogue.ALERTS,
                Service.ALERT_SINKS, TopicCatalogue.ALERTS,
                Service.STREAMS_CORRELATOR, TopicCatalogue.STATE_SNAPSHOTS);
        writes.forEach((service, topic) -> assertThatThrownBy(() -> write(broker, service, topic))
                .as("%s writes %s", service, topic.name())
                .hasRootCauseInstanceOf(TopicAuthorizationException.class));
        String group = prefix.name(ClientNames.SINK_GROUPS) + "other";
        assertThatThrownBy(() -> read(broker, Service.ALERT_SINKS, TopicCatalogue.STATE_SNAPSHOTS, group))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(broker, Service.INGEST_PROXY, TopicCatalogue.ROUTE_GUARDS, group))
                .isInstanceOf(GroupAuthorizationException.class);
    }

    private int read(SecuredBroker broker, Service as, Topic topic, String group) {
        Map<String, Object> settings = broker.client(as);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(prefix.name(topic)));
            int read = 0;
            for (int i = 0; i < 50 && read == 0; i++) {
                read = consumer.poll(Duration.ofMillis(200)).count();
            }
            return read;
        }
    }

    private void write(SecuredBroker broker, Service as, Topic topic) throws Exception {
        Map<String, Object> settings = broker.client(as);
        // Else who may write nothing at all is refused before he names a topic.
        settings.put("enable.idempotence", false);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(prefix.name(topic), new byte[1])).get();
        }
    }

    private int status(IngestProxy proxy, String token) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://" + proxy.address("public") + "/orders"))
                                .header("Authorization", "Bearer " + token)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String opened() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(AclsIT.class.getResourceAsStream("/sample/trail-security-group-opened.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(
                            "${time}",
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .replace("${request_id}", "one")
                    .replace("${event_id}", "two");
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path temporary = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await(String what, Callable<Boolean> condition) {
        // A stream thread that is refused ends with an exception, which is the point at the end.
        Awaitility.await(what)
                .dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(45))
                .until(condition);
    }
}
