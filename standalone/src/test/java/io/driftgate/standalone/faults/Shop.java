package io.driftgate.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.driftgate.collectors.DriftCollectors;
import io.driftgate.correlator.StreamsCorrelator;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.proxy.IngestProxy;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.AlertSinks;
import io.driftgate.standalone.Ports;
import io.driftgate.standalone.cli.DriftgateCommand;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import io.driftgate.standalone.demo.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;

/**
 * The demo's shop on disk, and the four services before it, each a process of its own with the files that the demo ships.
 * Whatever a test has done to it, {@link #playStory} tells whether it still works from a file to a shut route and back.
 */
final class Shop implements AutoCloseable {

    /** The four services; they start in this order when all do. */
    enum Part {
        CORRELATOR("correlator", StreamsCorrelator.class),
        COLLECTORS("collectors", DriftCollectors.class),
        SINKS("alerts", AlertSinks.class),
        GATEWAY("gateway", IngestProxy.class);

        private final String file;
        private final Class<?> main;

        Part(String file, Class<?> main) {
            this.file = file;
            this.main = main;
        }

        String file() {
            return file;
        }

        Class<?> main() {
            return main;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BASE = 8000;
    /** As the demo's files say. */
    static final int PARTITIONS = 4;

    private static final String LIVE_SCOPE = "live:file:live";

    private final DataFolder folder;
    private final TopicPrefix prefix;
    private final String bootstrap;
    private final String registry;
    private final LocalIssuer issuer;
    private final HttpServer upstream;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment = new HashMap<>();
    private final Ports ports;
    private final Map<Part, ServiceProcess> running = new EnumMap<>(Part.class);

    private World world = World.sample();
    private String besideLive = "";

    /**
     * Everything on disk, in sync; nothing runs yet.
     *
     * @param bootstrap need not answer yet
     * @param registry need not answer yet
     */
    Shop(Path root, String bootstrap, String registry, TopicPrefix prefix) throws IOException {
        this(root, Ports.shifted(freePortBase()), bootstrap, registry, prefix);
    }

    /** A shop that brings its own broker and registry: for {@link #startUp}. */
    static Shop onItsOwn(Path root) throws IOException {
        Ports ports = Ports.shifted(freePortBase());
        return new Shop(
                root,
                ports,
                "127.0.0.1:" + ports.kafka(),
                "http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7",
                TopicPrefix.NONE);
    }

    private Shop(Path root, Ports ports, String bootstrap, String registry, TopicPrefix prefix) throws IOException {
        this.folder = new DataFolder(root).prepare();
        this.ports = ports;
        this.bootstrap = bootstrap;
        this.registry = registry;
        this.prefix = prefix;
        this.issuer = new Keys(folder).prepare();
        ConfigFiles.DEMO.writeMissing(folder);
        this.upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        upstream.start();
        environment.put("STANDALONE_KAFKA", bootstrap);
        environment.put("STANDALONE_REGISTRY", registry);
        environment.put(
                "STANDALONE_UPSTREAM",
                "http://127.0.0.1:" + upstream.getAddress().getPort());
        environment.put("STANDALONE_GATEWAY", "127.0.0.1:" + ports.gateway());
        environment.put("STANDALONE_API", "127.0.0.1:" + ports.api());
        environment.put("STANDALONE_PROXY_MANAGEMENT", managementAddress(Part.GATEWAY));
        environment.put("STANDALONE_COLLECTORS_MANAGEMENT", managementAddress(Part.COLLECTORS));
        environment.put("STANDALONE_CORRELATOR_MANAGEMENT", managementAddress(Part.CORRELATOR));
        environment.put("STANDALONE_SINKS_MANAGEMENT", managementAddress(Part.SINKS));
        environment.put("DRIFTGATE_TOPIC_PREFIX", prefix.value());
        replace(folder.states().resolve("shop.tfstate"), world.state().getBytes(StandardCharsets.UTF_8));
        live(world);
    }

    /** Starts services and does not wait for them. */
    void start(Part... parts) {
        for (Part part : parts) {
            running.put(
                    part,
                    ServiceProcess.start(
                            part.main(),
                            List.of("--config", config(part).toString()),
                            environment,
                            folder.log().resolveSibling(part.file() + ".log")));
        }
    }

    /** Starts {@code driftgate up} on this folder, which is all four and more in one process, and does not wait for it. */
    ServiceProcess startUp(Path output) {
        ServiceProcess up = anotherUp(folder.root(), output);
        for (Part part : Part.values()) {
            running.put(part, up);
        }
        return up;
    }

    /** Starts {@code driftgate up} at this shop's ports; its end is the caller's business. */
    ServiceProcess anotherUp(Path data, Path output) {
        int base = ports.gateway() - Ports.shifted(BASE).gateway() + BASE;
        return ServiceProcess.start(
                DriftgateCommand.class,
                List.of("up", "--data", data.toString(), "--port-base", Integer.toString(base)),
                environment,
                output);
    }

    /** Waits until they say that they are ready. */
    void awaitReady(Part... parts) {
        for (Part part : parts) {
            await(part + " is ready", () -> {
                if (!process(part).isAlive()) {
                    throw new AssertionError(
                            part + " ended; it said:\n" + process(part).output());
                }
                return isReady(part);
            });
        }
    }

    /** Starts all four, and returns when each is ready and declared and live have met. */
    void startAll() {
        start(Part.values());
        awaitReady(Part.values());
        awaitComparison();
    }

    /** What is declared and what is live has been compared: a difference from now on is one that somebody made. */
    void awaitComparison() {
        try (KafkaAccess kafka = kafka();
                Tail<EntityFact> facts = new Tail<>(kafka, TopicCatalogue.ENTITY_FACTS, EntityFact.class)) {
            for (String scope : List.of(declaredScope("shop.tfstate"), LIVE_SCOPE)) {
                await(
                        "all of " + scope + " is known in all partitions",
                        () -> facts.records().stream()
                                        .filter(record -> record.value() != null
                                                && record.value().getKind() == FactKind.SCOPE_COMPLETED
                                                && record.value().getScope().equals(scope))
                                        .map(record -> record.partition())
                                        .distinct()
                                        .count()
                                == PARTITIONS);
            }
        }
    }

    /** Opens the security group behind the route, sees it shut, puts the group back, sees it open. */
    void playStory() {
        awaitReady(Part.values());
        await("the route is served", () -> orders() == 200);
        int told = alertsTold();
        live(world.openGroup());
        await("the route is shut", () -> orders() == 503);
        assertThat(catalog()).as("a route that nothing stands behind").isEqualTo(200);
        await("somebody is told", () -> alertsTold() > told);
        live(World.sample());
        await("the route is open again", () -> orders() == 200);
        await("the end is told", () -> alertsTold() > told + 1);
    }

    /** Lines on the sinks' screen that tell of a drift of the group behind the route. */
    int alertsTold() {
        return (int) process(Part.SINKS)
                .output()
                .lines()
                .filter(line -> line.matches(".* a-[a-z2-7]+ (OPEN|RESOLVED).* aws_security_group[.]orders.*"))
                .count();
    }

    /** The status of a call that passes every check when nothing is guarded. */
    int orders() {
        return status("/orders/1", "orders:read");
    }

    int catalog() {
        return status("/catalog/1", "catalog:read");
    }

    private int status(String path, String scope) {
        String token = issuer.issue("alice", "gateway", List.of(scope), Duration.ofMinutes(10));
        return get("http://127.0.0.1:" + ports.gateway() + path, token)
                .map(HttpResponse::statusCode)
                .orElse(0);
    }

    /** What the API says; nothing while it does not answer with 200. */
    Optional<JsonNode> ask(String path) {
        String token = issuer.issue("operator", "driftgate", List.of("driftgate:read"), Duration.ofMinutes(10));
        return get("http://127.0.0.1:" + ports.api() + path, token)
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> {
                    try {
                        return JSON.readTree(answer.body());
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                });
    }

    /** One of a service's meters, summed over its labels; 0 when it has none of that name. */
    double meter(Part part, String name) {
        return get("http://" + managementAddress(part) + "/metrics", "").stream()
                .flatMap(answer -> answer.body().lines())
                .filter(line -> line.matches(name + "(\\{.*)? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    boolean isReady(Part part) {
        return get("http://" + managementAddress(part) + "/health/ready", "")
                .map(answer -> answer.statusCode() == 200)
                .orElse(false);
    }

    /** What is live now, beside what {@link #besideLive} added. */
    void live(World now) {
        world = now;
        replace(folder.liveFile(), (now.live() + besideLive).getBytes(StandardCharsets.UTF_8));
    }

    /** Lines that stand in the live file from now on, whatever the shop does. */
    void besideLive(String lines) {
        besideLive = lines;
        live(world);
    }

    /** A Terraform state, whole or not at all. */
    void state(String name, byte[] content) {
        replace(folder.states().resolve(name), content);
    }

    Path stateFile(String name) {
        return folder.states().resolve(name);
    }

    String declaredScope(String name) {
        return "declared:terraform:file:" + stateFile(name);
    }

    /** A file of CloudTrail records, whole or not at all. */
    Path trail(String name, byte[] content) {
        Path file = folder.trail().resolve(name);
        replace(file, content);
        return file;
    }

    Path config(Part part) {
        return folder.config().resolve(part.file() + ".yaml");
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    DataFolder folder() {
        return folder;
    }

    ServiceProcess process(Part part) {
        return Objects.requireNonNull(running.get(part), part + " was not started");
    }

    TopicPrefix prefix() {
        return prefix;
    }

    /** A way of the test's own to the same topics. */
    KafkaAccess kafka() {
        return new KafkaAccess(
                new KafkaSection(bootstrap, Optional.empty()),
                new SchemaRegistrySection(URI.create(registry), Optional.empty(), Optional.empty()),
                prefix,
                "faults");
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    /** A port that nobody listens on now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** What moves all ports to places where nobody listens now. */
    private static int freePortBase() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int base = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            Ports shifted = Ports.shifted(base);
            if (shifted.orFree().equals(shifted)) {
                return base;
            }
        }
        throw new IllegalStateException("no eight ports are free");
    }

    @Override
    public void close() {
        running.values().forEach(ServiceProcess::close);
        upstream.stop(0);
        http.shutdownNow();
    }

    private String managementAddress(Part part) {
        return "127.0.0.1:"
                + switch (part) {
                    case CORRELATOR -> ports.correlatorManagement();
                    case COLLECTORS -> ports.collectorsManagement();
                    case SINKS -> ports.sinksManagement();
                    case GATEWAY -> ports.proxyManagement();
                };
    }

    private Optional<HttpResponse<String>> get(String url, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return Optional.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException unanswered) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static void replace(Path file, byte[] content) {
        try {
            Path beside = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
