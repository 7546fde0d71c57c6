package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryProcessIT {

    private static final String SCHEMA =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"string\\\",\\\"default\\\":\\\"\\\"}]}\"}";
    private static final String NO_DEFAULT_ADDED =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"string\\\",\\\"default\\\":\\\"\\\"},{\\\"name\\\":\\\"b\\\",\\\"type\\\":\\\"string\\\"}]}\"}";

    @TempDir
    Path folder;

    @Test
    void shouldKeepSchemasOverARestart() throws Exception {
        RegistryConfig config = RegistryConfig.persistent(folder.resolve("data"), folder.resolve("registry.log"));
        String registered;
        try (RegistryProcess registry = RegistryProcess.start(config)) {
            assertThat(registry.startDuration()).isPositive();
            assertThat(get(registry, "/subjects").body()).isEqualTo("[]");
            HttpResponse<String> answer = post(registry, "/subjects/r-value/versions", SCHEMA);
            assertThat(answer.statusCode()).isEqualTo(200);
            registered = answer.body();
        }

        try (RegistryProcess registry = RegistryProcess.start(config)) {
            assertThat(get(registry, "/subjects").body()).isEqualTo("[\"r-value\"]");
            // The same schema again is the same id: it is known, not new.
            assertThat(post(registry, "/subjects/r-value/versions", SCHEMA).body())
                    .isEqualTo(registered);
        }
    }

    @Test
    void shouldHoldSubjectsToFullTransitiveCompatibilityAndIgnoreCtrlC() throws Exception {
        try (RegistryProcess registry = RegistryProcess.start(inMemory())) {
            assertThat(get(registry, "/config").body()).contains("FULL_TRANSITIVE");
            post(registry, "/subjects/r-value/versions", SCHEMA);
            assertThat(post(registry, "/subjects/r-value/versions", NO_DEFAULT_ADDED)
                            .statusCode())
                    .isEqualTo(409);

            interrupt(registry.pid());
            assertThat(get(registry, "/subjects").body()).isEqualTo("[\"r-value\"]");
            assertThat(registry.isAlive()).isTrue();
        }
    }

    @Test
    void shouldEndInOrderAndTakeItsStartJarAlong() throws Exception {
        RegistryProcess registry = RegistryProcess.start(inMemory());
        ProcessHandle child = ProcessHandle.of(registry.pid()).orElseThrow();

        registry.close();
        registry.close();

        assertThat(child.isAlive()).isFalse();
        assertThat(registry.isAlive()).isFalse();
        assertThat(Files.readString(folder.resolve("registry.log"))).contains("stopped in");
        assertThat(startJars()).isEmpty();
    }

    @Test
    void shouldRefuseATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatExceptionOfType(EmbeddedStartException.class)
                    .isThrownBy(() -> RegistryProcess.start(inMemory().withPort(taken.getLocalPort())))
                    .withMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .matches(e -> e.reason() == Reason.PORT_TAKEN);
        }
    }

    @Test
    void shouldRefuseASecondRegistryOnTheSameFolder() {
        RegistryConfig config = RegistryConfig.persistent(folder.resolve("data"), folder.resolve("registry.log"));
        try (FolderLock held = FolderLock.take(folder.resolve("data"), "registry")) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(EmbeddedStartException.class)
                    .isThrownBy(() -> RegistryProcess.start(config))
                    .withMessageContaining("process " + ProcessHandle.current().pid())
                    .matches(e -> e.reason() == Reason.FOLDER_IN_USE);
        }
    }

    @Test
    void shouldShowTheLastWordsOfAChildThatEndsEarly() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(broken.resolve("quarkus-run.jar")), manifest)) {
            jar.putNextEntry(new JarEntry("nothing.txt"));
        }

        assertThatExceptionOfType(EmbeddedStartException.class)
                .isThrownBy(() -> RegistryProcess.start(inMemory().withHome(broken)))
                .withMessageContaining("exit code 1")
                .withMessageContaining("ClassNotFoundException: io.quarkus")
                .withMessageContaining("registry.log")
                .matches(e -> e.reason() == Reason.EXITED_EARLY);
        assertThat(startJars()).isEmpty();
    }

    @Test
    void shouldStopWaitingAndLeaveNoChildWhenTheTimeIsUp() {
        long before = ProcessHandle.current().children().count();

        assertThatExceptionOfType(EmbeddedStartException.class)
                .isThrownBy(() -> RegistryProcess.start(inMemory().withStartTimeout(Duration.ofMillis(300))))
                .matches(e -> e.reason() == Reason.TIMED_OUT);

        assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
    }

    @Test
    void shouldNotOutliveAKilledParent() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddriftgate.registry.home=" + RegistryDistribution.locate(Optional.empty()),
                RegistryParent.class.getName(),
                folder.resolve("registry.log").toString()));
        Path said = folder.resolve("parent.out");
        Process parent = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(said).contains("registry "));
            String line = Files.readString(said)
                    .lines()
                    .filter(text -> text.startsWith("registry "))
                    .findFirst()
                    .orElseThrow();
            ProcessHandle child = ProcessHandle.of(Long.parseLong(line.substring("registry ".length())))
                    .orElseThrow();
            assertThat(child.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(15)).until(() -> !child.isAlive());
            assertThat(startJars()).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    private RegistryConfig inMemory() {
        return RegistryConfig.inMemory(folder.resolve("registry.log"));
    }

    private List<Path> startJars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("registry-child-"))
                    .toList();
        }
    }

    private static void interrupt(long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static HttpResponse<String> get(RegistryProcess registry, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.url() + path)).GET());
    }

    private static HttpResponse<String> post(RegistryProcess registry, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(registry.url() + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
