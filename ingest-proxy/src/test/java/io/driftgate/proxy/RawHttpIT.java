package io.driftgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.config.HostPort;
import io.driftgate.schemas.events.AccessDecision;
import io.driftgate.schemas.events.AccessEvent;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no library sends: each must be answered in one way, reach no upstream unchecked, and leave one event. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawHttpIT {

    private static final String END = "Host: a.example\r\nConnection: close\r\n\r\n";

    private GatewayWorld world;
    private IngestProxy proxy;
    private HostPort address;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        world = new GatewayWorld(folder);
        proxy = world.start(world.config());
        address = proxy.address("public");
    }

    @AfterAll
    void stop() {
        proxy.close();
        world.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("two Host headers", "GET /open HTTP/1.1\r\nHost: b.example\r\n" + END, 400),
                Arguments.of("no Host header", "GET /open HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
                Arguments.of(
                        "a Host that is none", "GET /open HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n", 400),
                Arguments.of("another host in the target", "GET http://b.example/open HTTP/1.1\r\n" + END, 400),
                Arguments.of("user information", "GET http://me@a.example/open HTTP/1.1\r\n" + END, 400),
                Arguments.of("a folded header", "GET /open HTTP/1.1\r\nX-A: 1\r\n  2\r\n" + END, 400),
                Arguments.of("a space before the colon", "GET /open HTTP/1.1\r\nX-A : 1\r\n" + END, 400),
                Arguments.of("a header without a colon", "GET /open HTTP/1.1\r\nX-A\r\n" + END, 400),
                Arguments.of("bare line feeds", "GET /open HTTP/1.1\nHost: a.example\nConnection: close\n\n", 400),
                Arguments.of(
                        "a length and chunks",
                        "POST /open HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n" + END
                                + "0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n",
                        400),
                Arguments.of(
                        "two lengths",
                        "POST /open HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + END + "ab",
                        400),
                Arguments.of("a negative length", "POST /open HTTP/1.1\r\nContent-Length: -1\r\n" + END, 400),
                Arguments.of(
                        "chunks under another name",
                        "POST /open HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n" + END + "0\r\n\r\n",
                        400),
                Arguments.of(
                        "a header that is too large",
                        "GET /open HTTP/1.1\r\nX-A: " + "a".repeat(40_000) + "\r\n" + END,
                        431),
                Arguments.of("a target for the server itself", "OPTIONS * HTTP/1.1\r\n" + END, 400),
                Arguments.of("a tunnel", "CONNECT a.example:443 HTTP/1.1\r\n" + END, 400),
                Arguments.of("a trace", "TRACE /open HTTP/1.1\r\n" + END, 405),
                Arguments.of("a method in lower case", "get /open HTTP/1.1\r\n" + END, 405),
                Arguments.of("no HTTP at all", "\u0016\u0003\u0001\u0002\r\n\r\n", 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldRefuseAndRecord(String name, String request, int status) throws Exception {
        int forwarded = world.upstream.seen().size();
        long before = received();

        String answer = RawHttp.send(address, request);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer).contains("application/problem+json").doesNotContainIgnoringCase("jetty");
        assertThat(world.upstream.seen()).hasSize(forwarded);
        AccessEvent event = onlyEventSince(before);
        assertThat(event.getStatus()).isEqualTo(status);
        assertThat(event.getDecision()).isEqualTo(AccessDecision.DENIED);
        assertThat(event.getClientAddress()).isEqualTo("127.0.0.1");
        assertThat(event.getReason())
                .isIn("malformed-request", "path-ambiguous", "target-ambiguous", "host-invalid", "method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open//admin",
                "//open",
                "/open/../orders",
                "/open/./x",
                "/open/%2e%2e/orders",
                "/open/.%2E/orders",
                "/open%2f..%2forders",
                "/open%2Forders",
                "/open%5corders",
                "/open\\orders",
                "/open;x=1/orders",
                "/open%3borders",
                "/open%00",
                "/open%0d%0aX:1",
                "/open%252e%252e/orders",
                "/open%25",
                "/open%c0%ae%c0%ae/orders",
                "/open%ff",
                "/open%zz",
                "/open%",
                "/open%u002e",
                "/open#x",
                "/open|x",
                "open"
            })
    void shouldRefuseAnAmbiguousPathAndRecordIt(String path) throws Exception {
        int forwarded = world.upstream.seen().size();
        long before = received();

        String answer = RawHttp.send(address, "GET " + path + " HTTP/1.1\r\n" + END);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertThat(world.upstream.seen()).hasSize(forwarded);
        AccessEvent event = onlyEventSince(before);
        assertThat(event.getStatus()).isEqualTo(400);
        assertThat(event.getReason()).isIn("path-ambiguous", "target-ambiguous", "malformed-request");
    }

    @Test
    void shouldServeUnderTheFormThatWasChecked() throws Exception {
        String answer = RawHttp.send(address, "GET http://a.example/%6fpen/%7ex%c3%a9?q=%7C HTTP/1.1\r\n" + END);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
        assertThat(world.upstream.last().target()).isEqualTo("/open/~x%C3%A9?q=%7C");
        // The same prefix, written otherwise, meets the same checks.
        assertThat(RawHttp.status(RawHttp.send(address, "GET /%6f%72ders HTTP/1.1\r\n" + END)))
                .isEqualTo(401);
    }

    @Test
    void shouldServeAnOldClient() throws Exception {
        String answer = RawHttp.send(address, "GET /open HTTP/1.0\r\n\r\n");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
    }

    @Test
    void shouldStripWhatConnectionNames() throws Exception {
        String answer = RawHttp.send(
                address,
                "GET /open HTTP/1.1\r\nHost: a.example\r\nX-Hop: 1\r\nX-End: 2\r\nTE: trailers\r\nKeep-Alive: 5\r\n"
                        + "Upgrade: h2c\r\nConnection: upgrade, close, x-hop, X-Forwarded-For\r\n\r\n");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
        assertThat(world.upstream.last().headers()).doesNotContainKeys("x-hop", "te", "keep-alive", "upgrade");
        assertThat(world.upstream.last().header("x-end")).contains("2");
        assertThat(world.upstream.last().header("x-forwarded-for")).contains("127.0.0.1");
        assertThat(world.upstream.last().header("x-forwarded-host")).contains("a.example");
    }

    @Test
    void shouldRefuseTwoCredentials() throws Exception {
        String token = world.token("alice", "orders:read");
        String header = "Authorization: Bearer " + token + "\r\n";

        String answer = RawHttp.send(address, "GET /orders HTTP/1.1\r\n" + header + header + END);

        assertThat(RawHttp.status(answer)).isEqualTo(401);
        assertThat(answer).contains("authorization-ambiguous");
    }

    @Test
    void shouldRecordACallerWhoGoesAwayBeforeHisBodyEnds() throws Exception {
        long before = received();
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.getOutputStream()
                    .write(("POST /open HTTP/1.1\r\nContent-Length: 10\r\n" + END + "abc")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Awaitility.await().atMost(GatewayWorld.LONG).until(() -> received() > before);
        }

        AccessEvent event = onlyEventSince(before);
        assertThat(event.getRoute()).isEqualTo("open");
        assertThat(event.getReason()).isEqualTo("request-incomplete");
    }

    @Test
    void shouldRecordARequestBodyThatIsNoHttp() throws Exception {
        long before = received();

        String answer = RawHttp.send(
                address, "POST /open HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + END + "3\r\nabc\r\nXYZ\r\n\r\n");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertThat(onlyEventSince(before).getReason()).isEqualTo("request-incomplete");
    }

    @Test
    void shouldRecordEachOfSeveralRequestsOnOneConnection() throws Exception {
        long before = received();

        String answer = RawHttp.send(
                address,
                "GET /open HTTP/1.1\r\nHost: a.example\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a.example\r\n\r\n"
                        + "GET /open HTTP/1.1\r\n" + END);

        assertThat(answer).contains("HTTP/1.1 200", "HTTP/1.1 404");
        assertThat(eventsSince(before, 3)).extracting(AccessEvent::getStatus).containsExactly(200, 404, 200);
    }

    private long received() throws Exception {
        return world.metric(proxy, "driftgate_gateway_audit_received_total");
    }

    private AccessEvent onlyEventSince(long before) throws Exception {
        return eventsSince(before, 1).getFirst();
    }

    private List<AccessEvent> eventsSince(long before, int count) throws Exception {
        List<AccessEvent> events = world.events((int) before + count);
        assertThat(received()).isEqualTo(before + count);
        assertThat(events).hasSize((int) before + count);
        return events.subList((int) before, events.size());
    }
}
