package io.driftgate.kit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.RetryPolicy;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS, with a certificate that no authority of the JVM has signed. */
class RegistryTlsIT {

    private static final String PASSWORD = "changeit";

    record Config(SchemaRegistrySection schemaRegistry) {}

    @TempDir
    Path folder;

    private HttpsServer server;

    @BeforeEach
    void serve() throws Exception {
        keytool("-genkeypair", "-alias", "r", "-keyalg", "EC", "-dname", "CN=registry", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-alias", "r", "-file", "ca.pem");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ownKey()));
        server.createContext("/", exchange -> {
            byte[] subjects = "[\"a-value\"]".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, subjects.length);
            exchange.getResponseBody().write(subjects);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldBelieveTheAuthoritiesOfTheFileAndNoOthers() throws Exception {
        assertThat(subjects(", tls: {ca_file: ca.pem}")).containsExactly("a-value");
        assertThatThrownBy(() -> subjects(""))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("check the trust store");
    }

    @Test
    void shouldRefuseAFileWithoutCertificatesAndTlsForAPlainUrl() throws IOException {
        Files.writeString(folder.resolve("empty.pem"), "");
        Files.writeString(folder.resolve("junk.pem"), "-----BEGIN CERTIFICATE-----\nhunter2\n");
        for (String file : List.of("empty.pem", "junk.pem", "missing.pem")) {
            assertThat(catchThrowableOfType(
                            ConfigException.class, () -> load("{url: 'https://r', tls: {ca_file: " + file + "}}")))
                    .hasMessageContaining("schema_registry.tls.ca_file")
                    .hasMessageContaining(file)
                    .hasMessageNotContaining("hunter2");
        }
        assertThat(catchThrowableOfType(ConfigException.class, () -> load("{url: 'http://r', tls: {ca_file: ca.pem}}")))
                .hasMessageContaining("schema_registry.tls: TLS for a URL without it");
    }

    private List<String> subjects(String more) throws IOException {
        SchemaRegistrySection section = load("{url: 'https://127.0.0.1:"
                        + server.getAddress().getPort() + "'" + more + "}")
                .schemaRegistry();
        try (SchemaRegistryClient client =
                new SchemaRegistryClient(section.toRegistryConfig().withRetry(RetryPolicy.none()))) {
            return client.subjects();
        }
    }

    private Config load(String section) throws IOException {
        Path file = Files.writeString(folder.resolve("test.yaml"), "schema_registry: " + section);
        return new ConfigLoader("test", Map.of(), false).load(Config.class, file);
    }

    private SSLContext ownKey() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", "keys.p12", "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
