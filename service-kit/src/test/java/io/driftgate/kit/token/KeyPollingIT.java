package io.driftgate.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    private LocalIssuer issuer(String name) {
        return LocalIssuer.open(folder.resolve(name), InstantSource.system());
    }
}
