package io.driftgate.sinks.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftgate.sinks.Alerts;
import io.driftgate.sinks.Receiver;
import io.driftgate.sinks.render.WebhookSignature;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookMessengerIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Receiver receiver;
    private WebhookMessenger messenger;

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start();
        messenger = messenger(
                URI.create("http://127.0.0.1:" + receiver.port() + "/in%20box?team=a%2Fb&httpMethod=GET&x=+"));
    }

    @AfterEach
    void stop() {
        messenger.close();
        camel.stop();
        receiver.close();
    }

    @Test
    void shouldPostToTheUrlAsItIsWritten() {
        assertThat(messenger.tell(Alerts.opened("f"))).isInstanceOf(Attempt.Told.class);

        Receiver.Hook hook = receiver.hooks().getFirst();
        assertThat(hook.method()).isEqualTo("POST");
        assertThat(hook.target()).isEqualTo("/in%20box?team=a%2Fb&httpMethod=GET&x=+");
        assertThat(hook.headers())
                .as("nothing of ours beside these, least of all Camel's own")
                .containsExactlyInAnyOrder(
                        "Host",
                        "Connection",
                        "Content-length",
                        "Content-type",
                        "User-agent",
                        "Webhook-id",
                        "Webhook-signature",
                        "Webhook-timestamp");
        assertThat(hook.contentType()).isEqualTo("application/cloudevents+json");
        assertThat(hook.genuine()).isTrue();
        assertThat(hook.timestamp()).isEqualTo(Alerts.NOW.getEpochSecond());
    }

    @Test
    void shouldNotFollowARedirect() throws Exception {
        try (Receiver elsewhere = Receiver.start()) {
            receiver.answer(exchange -> {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + elsewhere.port() + "/");
                Receiver.status(307).give(exchange);
            });

            assertThat(messenger.tell(Alerts.opened("f")).status()).hasValue(307);

            assertThat(receiver.hooks()).hasSize(1);
            assertThat(elsewhere.hooks()).isEmpty();
        }
    }

    @Test
    void shouldHandRetryAfterOnInsteadOfSleeping() {
        receiver.answer(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "55");
            Receiver.status(503).give(exchange);
        });

        assertThat(messenger.tell(Alerts.opened("f")))
                .isInstanceOfSatisfying(
                        Attempt.NotNow.class,
                        later -> assertThat(later.retryAfter()).contains(Duration.ofSeconds(55)));

        assertThat(receiver.hooks()).hasSize(1);
    }

    @Test
    void shouldEndAnAttemptInTimeThoughTheAnswerNeverEnds() {
        CountDownLatch never = new CountDownLatch(1);
        receiver.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                do {
                    out.write('.');
                    out.flush();
                } while (!never.await(50, TimeUnit.MILLISECONDS));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        long began = System.nanoTime();

        Attempt attempt = messenger.tell(Alerts.opened("f"));

        assertThat(attempt).isEqualTo(new Attempt.NotNow(OptionalInt.empty(), "no answer within 2s", Optional.empty()));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(TIMEOUT, TIMEOUT.plusSeconds(5));
    }

    @Test
    void shouldSayWithoutAnAddressThatNobodyListens() throws Exception {
        receiver.close();

        Attempt attempt = messenger.tell(Alerts.opened("f"));

        assertThat(attempt)
                .isInstanceOfSatisfying(
                        Attempt.NotNow.class,
                        later -> assertThat(later.error()).isEqualTo("the receiver does not take connections"));
    }

    @Test
    void shouldNotTrustAReceiverWithACertificateOfItsOwnMaking() throws Exception {
        HttpsServer impostor = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        impostor.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        AtomicInteger requests = new AtomicInteger();
        impostor.createContext("/", exchange -> {
            requests.incrementAndGet();
            Receiver.status(204).give(exchange);
        });
        impostor.start();
        URI url = URI.create("https://127.0.0.1:" + impostor.getAddress().getPort() + "/");
        DefaultCamelContext own = new DefaultCamelContext();
        try (WebhookMessenger https = messenger(own, url)) {
            assertThat(https.tell(Alerts.opened("f")))
                    .isInstanceOfSatisfying(
                            Attempt.NotNow.class,
                            later -> assertThat(later.error()).startsWith("no trusted TLS connection"));
            assertThat(requests).hasValue(0);
        } finally {
            own.stop();
            impostor.stop(0);
        }
    }

    /** A key pair for 127.0.0.1 that nobody vouches for. */
    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("impostor.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private WebhookMessenger messenger(URI url) throws Exception {
        return messenger(camel, url);
    }

    private static WebhookMessenger messenger(DefaultCamelContext camel, URI url) throws Exception {
        camel.addRoutes(new WebhookRoutes(Map.of("ops", url)));
        camel.start();
        byte[] key = Base64.getDecoder().decode(Receiver.SECRET.substring("whsec_".length()));
        InstantSource clock = () -> Alerts.NOW;
        return new WebhookMessenger("ops", camel.createProducerTemplate(), new WebhookSignature(key), TIMEOUT, clock);
    }
}
