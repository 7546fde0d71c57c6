package io.driftgate.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class KeyPollingIT {

    @TempDir
    Path folder;

    /** A server that begins an answer and never ends it must not keep a gateway from starting. */
    @Test
    @Timeout(30)
    void shouldNotWaitForAnAnswerThatNeverEnds() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> {
                try (Socket socket = server.accept()) {
                    OutputStream out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    var unused = socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // The client has hung up, as it should.
                }
            });
            try (KeyPolling keys = KeyPolling.ofUrl(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
                assertThat(keys.keys()).isEmpty();
            }
            answering.interrupt();
        }
    }

    /** The first answer is whole, the second begins and never ends: closing must not wait for it. */
    @Test
    @Timeout(30)
    void shouldCloseWhileAnAnswerIsUnderWay() throws Exception {
        String jwks = issuer("one").jwks();
        CountDownLatch underWay = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> {
                try (Socket whole = server.accept()) {
                    answer(whole, jwks.length(), jwks);
                    // The connection may be used again for the second request, or another be opened for it.
                    whole.shutdownOutput();
                    try (Socket endless = server.accept()) {
                        answer(endless, 500, "{");
                        underWay.countDown();
                        var unused = endless.getInputStream().readAllBytes();
                    }
                } catch (IOException closed) {
                    // The client has hung up, as it should.
                }
            });
            KeyPolling keys = KeyPolling.ofUrl(URI.create("http://127.0.0.1:" + server.getLocalPort()));
            assertThat(keys.keys()).isPresent();
            keys.missed();
            assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();

            long began = System.nanoTime();
            keys.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(answering.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void shouldKeepSecretsOfTheUrlOutOfItsLogAndThreadName() {
        Logger logger = (Logger) LoggerFactory.getLogger(KeyPolling.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        // Port 1 is refused at once.
        try (KeyPolling keys = KeyPolling.ofUrl(URI.create("http://user:hunter2@127.0.0.1:1/keys?token=hunter2"))) {
            assertThat(keys.keys()).isEmpty();
            assertThat(logged.list).isNotEmpty();
            assertThat(logged.list.toString() + logged.list.getFirst().getKeyValuePairs())
                    .contains("127.0.0.1:1/keys")
                    .doesNotContain("hunter2");
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .anyMatch(name -> name.contains("127.0.0.1:1/keys"))
                    .noneMatch(name -> name.contains("hunter2"));
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void shouldTakeAReplacedFileAndKeepTheKeysOverABrokenOne() throws IOException {
        Path file = Files.writeString(folder.resolve("jwks.json"), issuer("one").jwks());
        try (KeyPolling keys = KeyPolling.ofFile(file)) {
            String first = keys.keys().orElseThrow().toString();
            Files.writeString(file, "{broken");
            Files.writeString(file, issuer("two").jwks());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !keys.keys().orElseThrow().toString().equals(first));
            String second = keys.keys().orElseThrow().toString();

            Files.writeString(file, "{broken");
            keys.missed();
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> keys.keys().orElseThrow().toString().equals(second));
        }
    }

    private static void answer(Socket socket, int length, String body) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private LocalIssuer issuer(String name) {
        return LocalIssuer.open(folder.resolve(name), InstantSource.system());
    }
}
