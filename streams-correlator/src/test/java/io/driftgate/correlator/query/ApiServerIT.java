package io.driftgate.correlator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import io.driftgate.correlator.command.CommandSink;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.token.IssuerSection;
import io.driftgate.kit.token.KeySource;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeStatus;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.json.AvroJson;
import io.driftgate.schemas.json.CanonicalJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final HostPort FREE = new HostPort("127.0.0.1", 0);
    private static final CommandSink NO_ORDERS = (draft, operator, id) -> new CommandSink.NotTaken();

    @TempDir
    Path folder;

    private final FakeState state = new FakeState();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalIssuer issuer;
    private ApiServer server;
    private String token;

    @BeforeEach
    void start() {
        issuer = LocalIssuer.open(folder.resolve("key"), CLOCK);
        token = token("alice", "driftgate", "driftgate:read");
        server = api(List.of(verifier(issuer)));
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void shouldListOpenDriftsWorstFirstThenLongestOpen() throws Exception {
        state.drifts = List.of(
                FakeState.drift("d-low").build(),
                FakeState.drift("d-late")
                        .setSeverity(Severity.HIGH)
                        .setOpenedAt(FakeState.START.plusSeconds(9))
                        .build(),
                FakeState.drift("d-early").setSeverity(Severity.HIGH).build(),
                FakeState.drift("d-unknown")
                        .setStatus(DriftStatus.UNKNOWN)
                        .setSeverity(Severity.INFO)
                        .build(),
                FakeState.drift("d-gone")
                        .setStatus(DriftStatus.IN_SYNC)
                        .setResolution(Resolution.REVERTED)
                        .build(),
                FakeState.drift("d-accepted").setResolution(Resolution.ACCEPTED).build());

        HttpResponse<String> answer = get("/v1/drift");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        JsonNode body = CanonicalJson.read(answer.body());
        assertThat(ids(body)).containsExactly("d-early", "d-late", "d-low", "d-unknown");
        assertThat(body.path("items").get(0)).isEqualTo(CanonicalJson.read(AvroJson.text(state.drifts.get(2))));
        assertThat(body.path("complete").booleanValue()).isTrue();
        assertThat(body.path("missing")).isEmpty();
        assertThat(body.path("as_of").textValue()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(body.has("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=missing | d-b",
                "status=IN_SYNC | d-c",
                "severity=high | d-b,d-a",
                "severity=CRITICAL | d-b",
                "scope=declared:x | d-a",
                "scope=live:x | d-b",
                "type=aws_s3_bucket | d-b",
                "resolved=true | d-c",
                "resolved=false&severity=HIGH&scope=declared%3Ax | d-a",
                "key=aws%2F1%2Fr%2Fec2%2Fd-c%23aws_security_group | d-c",
                "scope=declared | ''",
            })
    void shouldFilterDrifts(String query, String expected) throws Exception {
        state.drifts = List.of(
                FakeState.drift("d-a")
                        .setSeverity(Severity.HIGH)
                        .setDeclaredScopes(List.of("declared:y", "declared:x"))
                        .build(),
                FakeState.drift("d-b")
                        .setSeverity(Severity.CRITICAL)
                        .setStatus(DriftStatus.MISSING)
                        .setType("aws_s3_bucket")
                        .setLiveScopes(List.of("live:x"))
                        .build(),
                FakeState.drift("d-c")
                        .setStatus(DriftStatus.IN_SYNC)
                        .setResolution(Resolution.REVERTED)
                        .build());

        assertThat(String.join(",", ids(body("/v1/drift?" + query)))).isEqualTo(expected);
    }

    @Test
    void shouldListAlertsOpenFirstAndNewestFirst() throws Exception {
        state.alerts = List.of(
                FakeState.alert("a-r", AlertStatus.RESOLVED, 9),
                FakeState.alert("a-old", AlertStatus.OPEN, 1),
                FakeState.alert("a-new", AlertStatus.OPEN, 2));

        assertThat(ids(body("/v1/alerts"))).containsExactly("a-new", "a-old", "a-r");
        assertThat(ids(body("/v1/alerts?status=resolved"))).containsExactly("a-r");
        assertThat(ids(body("/v1/alerts?status=OPEN&limit=1"))).containsExactly("a-new");
    }

    @Test
    void shouldListGuardsTheStrongestFirst() throws Exception {
        state.guards = List.of(
                FakeState.guard("edge/a", GuardAction.NONE),
                FakeState.guard("edge/c", GuardAction.BLOCK),
                FakeState.guard("edge/b", GuardAction.BLOCK));

        assertThat(body("/v1/guards").path("items").findValuesAsText("key"))
                .containsExactly("edge/b", "edge/c", "edge/a");
    }

    @Test
    void shouldListScopesTheBlindFirst() throws Exception {
        state.scopes = List.of(
                FakeState.scope("declared:terraform:s3://state/a", ScopeKind.DECLARED, ScopeStatus.OK),
                FakeState.scope("edge/edge-1", ScopeKind.GATEWAY, ScopeStatus.BLIND),
                FakeState.scope("live:file:lab", ScopeKind.LIVE, ScopeStatus.FAILING),
                FakeState.scope("live:file:new", ScopeKind.LIVE, ScopeStatus.UNREAD));

        assertThat(scopes("/v1/scopes"))
                .containsExactly("edge/edge-1", "live:file:lab", "live:file:new", "declared:terraform:s3://state/a");
        assertThat(scopes("/v1/scopes?status=blind")).containsExactly("edge/edge-1");
        assertThat(scopes("/v1/scopes?kind=LIVE&limit=1")).containsExactly("live:file:lab");
        assertThat(scopes("/v1/scopes?scope=declared:terraform:s3:%2F%2Fstate%2Fa"))
                .containsExactly("declared:terraform:s3://state/a");
        assertThat(scopes("/v1/scopes?scope=live:file:unknown")).isEmpty();
        assertThat(body("/v1/scopes").path("items").get(0).path("clean").booleanValue())
                .isFalse();
        assertProblem(get("/v1/scopes?status=clean"), 400, "bad-parameter");
        assertThat(count("/v1/scopes", "answered")).isEqualTo(6);
    }

    @Test
    void shouldSayThatScopesAreMissing() throws Exception {
        state.missing = List.of("scopes, partition 1: not here");

        assertThat(body("/v1/scopes").path("complete").booleanValue()).isFalse();
    }

    private List<String> scopes(String target) throws Exception {
        return body(target).path("items").findValuesAsText("scope");
    }

    @Test
    void shouldPageThroughAllWhileTheListChanges() throws Exception {
        state.drifts = new ArrayList<>();
        for (char c = 'a'; c <= 'w'; c++) {
            state.drifts.add(FakeState.drift("d-" + c)
                    .setSeverity(Severity.values()[c % 5])
                    .setOpenedAt(FakeState.START.plusSeconds(c % 3))
                    .build());
        }
        Set<String> whatStays = new HashSet<>(ids(body("/v1/drift")));
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = body("/v1/drift?limit=5" + after);
            seen.addAll(ids(page));
            after = page.has("next") ? "&after=" + page.path("next").textValue() : "";
            // The page's last drift goes away, and a worse one comes: neither shifts what follows.
            String last = seen.getLast();
            List<io.driftgate.schemas.events.DriftRecord> next = new ArrayList<>(state.drifts);
            next.removeIf(drift -> drift.getId().equals(last));
            next.add(FakeState.drift("d-z" + seen.size())
                    .setSeverity(Severity.CRITICAL)
                    .setOpenedAt(Instant.EPOCH)
                    .build());
            state.drifts = next;
        } while (!after.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().containsAll(whatStays).hasSize(whatStays.size());
    }

    @Test
    void shouldFindOneByIdOrUniquePrefix() throws Exception {
        state.drifts = List.of(
                FakeState.drift("d-7k2mq4xw").build(),
                FakeState.drift("d-7k2aaaaa").setStatus(DriftStatus.IN_SYNC).build(),
                FakeState.drift("d-7k2mq4xwzz").build());
        state.alerts = List.of(FakeState.alert("a-abcd2345", AlertStatus.RESOLVED, 1));

        assertThat(ids(body("/v1/drift/d-7k2a"))).containsExactly("d-7k2aaaaa");
        assertThat(ids(body("/v1/drift/d-7k2mq4xw")))
                .as("whole, though another begins so")
                .containsExactly("d-7k2mq4xw");
        assertThat(ids(body("/v1/alerts/a-a"))).containsExactly("a-abcd2345");
        HttpResponse<String> ambiguous = get("/v1/drift/d-7k2");
        assertProblem(ambiguous, 409, "ambiguous");
        assertThat(CanonicalJson.read(ambiguous.body()).path("candidates").findValuesAsText("id"))
                .containsExactly("d-7k2aaaaa", "d-7k2mq4xw", "d-7k2mq4xwzz");
        assertProblem(get("/v1/drift/d-b"), 404, "not-found");
        assertProblem(get("/v1/drift/a-abcd2345"), 404, "not-found");
        assertProblem(get("/v1/drift/d-"), 404, "not-found");
        assertProblem(get("/v1/drift/D-7K2A"), 404, "not-found");
    }

    @Test
    void shouldSayWhatIsMissingAndNeverThatItIsNotThere() throws Exception {
        state.drifts = List.of(FakeState.drift("d-known").build());
        state.missing = List.of("drift store, partition 3: being restored");

        JsonNode list = body("/v1/drift");
        assertThat(list.path("complete").booleanValue()).isFalse();
        assertThat(list.path("missing").get(0).textValue()).contains("partition 3");
        assertThat(body("/v1/drift/d-kn").path("complete").booleanValue()).isFalse();
        HttpResponse<String> unknown = get("/v1/drift/d-abc");
        assertProblem(unknown, 503, "incomplete");
        assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
        assertProblem(get("/v1/alerts/a-abc"), 503, "incomplete");
        assertThat(count("/v1/drift", "answered-incomplete")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/drift?sevrity=HIGH | did you mean severity?",
                "/v1/drift?access_token=x | expected: status, severity",
                "/v1/drift?severity=terrible | expected: one of INFO, LOW, MEDIUM, HIGH, CRITICAL",
                "/v1/drift?severity= | severity (expected: one of",
                "/v1/drift?status=OPEN | expected: one of UNKNOWN, IN_SYNC",
                "/v1/drift?resolved=maybe | true or false",
                "/v1/drift?limit=0 | 1 to 1000",
                "/v1/drift?limit=1001 | 1 to 1000",
                "/v1/drift?limit=99999999999 | 1 to 1000",
                "/v1/drift?limit=-1 | 1 to 1000",
                "/v1/drift?after=!! | next of a page of this list",
                "/v1/drift?after=YWxlcnRzLDAsMCx4 | next of a page of this list",
                "/v1/drift?type=a&type=b | type is there twice",
                "/v1/drift?type=%zz | percent-encoded",
                "/v1/drift?x=1&limit=0 | x is not known",
                "/v1/drift?x=1&limit=0 | limit (expected",
                "/v1/alerts?severity=HIGH | severity is not known",
                "/v1/guards?status=OPEN | status is not known (expected: limit, after)",
                "/v1/drift/d-abc?limit=1 | expected: no parameters",
            })
    void shouldRefuseParametersThatItDoesNotUnderstand(String target, String detail) throws Exception {
        String answer = raw("GET " + target + " HTTP/1.1", "Authorization: Bearer " + token);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "bad-parameter", detail);
    }

    @Test
    void shouldNotRepeatWhatWasSent() throws Exception {
        String answer = raw("GET /v1/drift?severity=" + token + " HTTP/1.1", "Authorization: Bearer " + token);

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain(token);
    }

    @Test
    void shouldDenyWhoShowsNoToken() throws Exception {
        HttpResponse<String> answer = send("GET", "/v1/drift");

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"driftgate\"");
        assertProblem(send("GET", "/nowhere"), 401, "unauthorized");
        assertProblem(send("DELETE", "/v1/drift"), 401, "unauthorized");
        assertThat(count("other", "token-missing")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a, Bearer b", "bearer x.y.z", "Bearer é"
            })
    void shouldDenyWhatIsNoToken(String authorization) throws Exception {
        assertThat(raw("GET /v1/drift HTTP/1.1", "Authorization: " + authorization))
                .startsWith("HTTP/1.1 401")
                .contains("error=\"invalid_token\"", "token-malformed");
    }

    @Test
    void shouldDenyTokensThatAreNotForThisApi() throws Exception {
        String expired = LocalIssuer.open(folder.resolve("key"), InstantSource.fixed(NOW.minusSeconds(7200)))
                .issue("alice", "driftgate", List.of("driftgate:read"), Duration.ofHours(1));
        String foreign = LocalIssuer.open(folder.resolve("other"), CLOCK)
                .issue("alice", "driftgate", List.of("driftgate:read"), Duration.ofHours(1));

        assertDenied(expired, 401, "token-expired");
        assertDenied(foreign, 401, "token-unknown-key");
        assertDenied(token("alice", "orders", "driftgate:read"), 401, "token-wrong-audience");
        assertDenied(token.substring(0, token.length() - 9) + "AAAAAAAAA", 401, "token-bad-signature");
        HttpResponse<String> noScope =
                send("GET", "/v1/drift", "Authorization", "Bearer " + token("alice", "driftgate", "driftgate:write"));
        assertProblem(noScope, 403, "forbidden");
        assertThat(noScope.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope", "driftgate:read");
    }

    @Test
    void shouldDenyTwoAuthorizationHeadersEvenWhenBothAreGood() throws Exception {
        assertThat(raw("GET /v1/drift HTTP/1.1", "Authorization: Bearer " + token, "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 400")
                .contains("bad-authorization", "WWW-Authenticate");
    }

    @Test
    void shouldBelieveEachIssuerAndNobodyWithoutKeys() throws Exception {
        LocalIssuer second = LocalIssuer.open(folder.resolve("second"), CLOCK);
        KeySource none = keys(Optional.empty());
        String ofSecond = second.issue("bob", "driftgate", List.of("driftgate:read"), Duration.ofHours(1));
        try (ApiServer both = api(List.of(verifier(issuer), verifier(second)));
                ApiServer blind = api(List.of(new TokenVerifier(section(), none, CLOCK)));
                ApiServer shut = api(List.of())) {
            assertThat(send(both, "GET", "/v1/drift", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(both, "GET", "/v1/drift", "Authorization", "Bearer " + ofSecond)
                            .statusCode())
                    .isEqualTo(200);
            assertProblem(send(blind, "GET", "/v1/drift", "Authorization", "Bearer " + token), 503, "keys-unavailable");
            assertProblem(send(shut, "GET", "/v1/drift", "Authorization", "Bearer " + token), 401, "unauthorized");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROB", "get"})
    void shouldOnlyAnswerQuestions(String method) throws Exception {
        assertThat(raw(method + " /v1/drift HTTP/1.1", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, HEAD", "method-not-allowed");
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        HttpResponse<String> answer = send("HEAD", "/v1/drift", "Authorization", "Bearer " + token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | 404",
                "/v1 | 404",
                "/v1/drift/ | 404",
                "/v1/drifts | 404",
                "/v1/drift/d-abc/x | 404",
                "/v2/drift | 404",
                "/v1/./drift | 404",
                "/v1/%64rift | 404",
                "/v1/drift;x=1 | 404",
                "/v1/guards/x | 404",
                "/v1//drift | 40",
                "/v1/x/../drift | 40",
                "/v1/drift/d%2Fabc | 400",
                "/v1/drift/%2e%2e/guards | 40",
                "/v1/drift/..;/guards | 40",
                "/v1/drift/%00 | 40",
                "/v1/drift/%zz | 400",
                "/v1/drift/%ff%fe | 40",
                "http://elsewhere/v1/nowhere | 40",
                "* | 40",
            })
    void shouldKnowNoOtherPaths(String target, String status) throws Exception {
        state.drifts = List.of(FakeState.drift("d-abc").build());

        String answer = raw("GET " + target + " HTTP/1.1", "Authorization: Bearer " + token);

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json", "no-store");
        assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("<html", "exception", "jetty", "\tat ");
    }

    @Test
    void shouldRefuseWhatIsTooLongOrNotHttp() throws Exception {
        assertThat(raw("GET /v1/drift/" + "a".repeat(20_000) + " HTTP/1.1", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 414")
                .contains("application/problem+json");
        assertThat(raw("GET /v1/drift HTTP/1.1", "Authorization: Bearer " + token, "X: " + "a".repeat(20_000)))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json");
        assertThat(raw("GET /v1/drift/" + "a".repeat(9_000) + " HTTP/1.1", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 404");
        assertThat(raw("this is not http")).startsWith("HTTP/1.1 400").doesNotContain("<html");
        assertThat(raw(
                        "GET /v1/drift HTTP/1.1",
                        "Authorization: Bearer " + token,
                        "Content-Length: 1",
                        "Content-Length: 2"))
                .startsWith("HTTP/1.1 400");
        assertThat(get("/v1/drift").statusCode()).as("it still answers").isEqualTo(200);
    }

    @Test
    void shouldTellNothingOfWhatWentWrongInside() throws Exception {
        state.broken = true;

        HttpResponse<String> answer = get("/v1/drift");

        assertProblem(answer, 500, "internal-error");
        assertThat(answer.body()).doesNotContain("store", "Exception", "/inner/place");
        assertThat(count("/v1/drift", "internal-error")).isEqualTo(1);
    }

    @Test
    void shouldCountEachRequestUnderBoundedLabels() throws Exception {
        assertThat(get("/v1/drift").statusCode()).isEqualTo(200);
        assertThat(get("/v1/drift/d-aaaa").statusCode()).isEqualTo(404);
        assertThat(get("/v1/alerts/a-bbbb").statusCode()).isEqualTo(404);
        assertThat(get("/v1/unheard/of").statusCode()).isEqualTo(404);

        assertThat(count("/v1/drift", "answered")).isEqualTo(1);
        assertThat(count("/v1/drift/{id}", "not-found")).isEqualTo(1);
        assertThat(count("/v1/alerts/{id}", "not-found")).isEqualTo(1);
        assertThat(count("other", "not-found")).isEqualTo(1);
    }

    @Test
    void shouldSayThatItsAddressIsTaken() {
        assertThatThrownBy(() -> new ApiServer(server.address(), List.of(), state, NO_ORDERS, metrics, CLOCK))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(server.address() + " is taken");
    }

    private ApiServer api(List<TokenVerifier> verifiers) {
        return new ApiServer(FREE, verifiers, state, NO_ORDERS, metrics, CLOCK);
    }

    private void assertDenied(String bearer, int status, String reason) throws Exception {
        HttpResponse<String> answer = send("GET", "/v1/drift", "Authorization", "Bearer " + bearer);
        assertProblem(answer, status, "unauthorized");
        assertThat(CanonicalJson.read(answer.body()).path("reason").textValue()).isEqualTo(reason);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
        assertThat(answer.body()).doesNotContain(bearer);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode problem = CanonicalJson.read(answer.body());
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("type").textValue()).isEqualTo("urn:driftgate:problem:" + slug);
        assertThat(problem.path("title").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).isNotBlank();
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("items").forEach(item -> ids.add(item.path("id").textValue()));
        return ids;
    }

    private double count(String endpoint, String outcome) {
        Counter counter = metrics.find("driftgate_correlator_api_requests_total")
                .tags("endpoint", endpoint, "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private JsonNode body(String target) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return CanonicalJson.read(answer.body());
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send("GET", target, "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(String method, String target, String... headers)
            throws IOException, InterruptedException {
        return send(server, method, target, headers);
    }

    private HttpResponse<String> send(ApiServer to, String method, String target, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + to.address() + target))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** As it is, byte for byte: a client would mend it. */
    private String raw(String... lines) throws IOException {
        try (Socket socket =
                new Socket(server.address().host(), server.address().port())) {
            String request = String.join("\r\n", lines) + "\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String token(String subject, String audience, String scope) {
        return issuer.issue(subject, audience, List.of(scope), Duration.ofHours(1));
    }

    private static TokenVerifier verifier(LocalIssuer of) {
        try {
            return new TokenVerifier(section(), keys(Optional.of(JWKSet.parse(of.jwks()))), CLOCK);
        } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static IssuerSection section() {
        return new IssuerSection(
                "local",
                LocalIssuer.ISSUER,
                List.of("driftgate"),
                List.of("ES256"),
                Duration.ZERO,
                new IssuerSection.Jwks(Optional.empty(), Optional.empty()));
    }

    private static KeySource keys(Optional<JWKSet> set) {
        return new KeySource() {
            @Override
            public Optional<JWKSet> keys() {
                return set;
            }

            @Override
            public void missed() {}

            @Override
            public void close() {}
        };
    }
}
