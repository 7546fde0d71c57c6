package io.driftgate.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.driftgate.schemas.registry.RegistryDouble;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS with client certificates, in the ways in which Kafka's settings name stores and keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerdeTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private SSLContext serverContext;

    @BeforeAll
    void makeKeys() throws Exception {
        keytool(
                "-genkeypair",
                "-keystore",
                "server.p12",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=ip:127.0.0.1");
        keytool("-genkeypair", "-keystore", "client.p12", "-alias", "client", "-keyalg", "EC", "-dname", "CN=client");
        keytool(
                "-genkeypair",
                "-keystore",
                "misnamed.p12",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=dns:elsewhere.example");
        for (String name : List.of("server", "client", "misnamed")) {
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-keystore",
                    name + ".p12",
                    "-alias",
                    name.equals("client") ? "client" : "server",
                    "-file",
                    name + ".pem");
        }
        keytool("-importcert", "-noprompt", "-keystore", "trust.p12", "-alias", "server", "-file", "server.pem");
        keytool("-importcert", "-noprompt", "-keystore", "trust-client.p12", "-alias", "client", "-file", "client.pem");
        serverContext = context("server.p12");
    }

    @Test
    void shouldUseStores() {
        assertThat(answered(Map.of(
                        "schema.registry.ssl.truststore.location",
                        file("trust.p12"),
                        "schema.registry.ssl.truststore.password",
                        PASSWORD,
                        "schema.registry.ssl.truststore.type",
                        "PKCS12",
                        "schema.registry.ssl.keystore.location",
                        file("client.p12"),
                        "schema.registry.ssl.keystore.password",
                        PASSWORD,
                        "schema.registry.ssl.keystore.type",
                        "PKCS12")))
                .isTrue();
    }

    @Test
    void shouldUsePem() throws Exception {
        KeyStore store = store("client.p12");
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(
                                store.getKey("client", PASSWORD.toCharArray()).getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Files.writeString(folder.resolve("client-key.pem"), key + Files.readString(folder.resolve("client.pem")));
        assertThat(answered(Map.of(
                        "schema.registry.ssl.truststore.type",
                        "PEM",
                        "schema.registry.ssl.truststore.certificates",
                        Files.readString(folder.resolve("server.pem")),
                        "schema.registry.ssl.keystore.type",
                        "PEM",
                        "schema.registry.ssl.keystore.location",
                        file("client-key.pem"))))
                .isTrue();
    }

    @Test
    void shouldRefuseAnUnknownAuthorityAndAMisnamedHost() throws Exception {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> answered(Map.of(
                        "schema.registry.ssl.truststore.type",
                        "PEM",
                        "schema.registry.ssl.truststore.location",
                        file("client.pem"))))
                .withMessageContaining("check the trust store");

        serverContext = context("misnamed.p12");
        try {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> answered(Map.of(
                            "schema.registry.ssl.truststore.type",
                            "PEM",
                            "schema.registry.ssl.truststore.location",
                            file("misnamed.pem"),
                            "schema.registry.ssl.keystore.location",
                            file("client.p12"),
                            "schema.registry.ssl.keystore.password",
                            PASSWORD,
                            "schema.registry.ssl.keystore.type",
                            "PKCS12")))
                    .withMessageContaining("127.0.0.1");
        } finally {
            serverContext = context("server.p12");
        }
    }

    private boolean answered(Map<String, String> settings) {
        try (RegistryDouble registry = RegistryDouble.startMutualTls(serverContext)) {
            Map<String, Object> all = new HashMap<>(settings);
            all.put(SerdeConfig.URL, registry.url().toString());
            all.put("max.retries", 0);
            try (SchemaRegistryClient client = new SchemaRegistryClient(new SerdeConfig(all).registry())) {
                return client.schemaById(registry.add("\"string\"")) != null;
            }
        }
    }

    private SSLContext context(String keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store(keys), PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store("trust-client.p12"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
