package io.driftgate.correlator.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import io.driftgate.correlator.command.CommandDraft;
import io.driftgate.correlator.command.CommandSink;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.token.IssuerSection;
import io.driftgate.kit.token.KeySource;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.kit.token.TokenVerifier;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeReport;
import io.driftgate.schemas.json.CanonicalJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/commands} over HTTP; what becomes of an order is a fake's. */
class OrdersApiIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String PATH = "/v1/commands";
    private static final String RESCAN =
            "{\"kind\":\"RESCAN_SCOPE\",\"target\":\"live:file:lab\",\"reason\":\"again\"}";
    private static final String KEY = "aws/1/r/ec2/d-abc#aws_security_group";
    private static final String ACCEPT = "{\"kind\":\"ACCEPT_DRIFT\",\"target\":\"" + KEY
            + "\",\"reason\":\"the office moves\",\"until\":\"2026-04-01T00:00:00Z\"}";
    private static final String RELEASE =
            "{\"kind\":\"RELEASE_GUARD\",\"target\":\"edge/orders\",\"reason\":\"looked at\"}";

    @TempDir
    Path folder;

    private final FakeState state = new FakeState();
    private final Sink sink = new Sink();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalIssuer issuer;
    private ApiServer server;
    private String token;

    /** Takes all orders, unless it is told what to say. */
    private static final class Sink implements CommandSink {
        private final List<CommandDraft> drafts = new ArrayList<>();
        private final List<String> operators = new ArrayList<>();
        private final List<Optional<UUID>> ids = new ArrayList<>();
        private Optional<Receipt> says = Optional.empty();

        @Override
        public synchronized Receipt send(CommandDraft draft, String operator, Optional<UUID> id) {
            drafts.add(draft);
            operators.add(operator);
            ids.add(id);
            return says.orElseGet(() -> new Taken(OperatorCommand.newBuilder()
                    .setId(id.map(UUID::toString).orElse("made-up"))
                    .setKind(draft.kind())
                    .setTarget(draft.target())
                    .setVersion(7)
                    .build()));
        }
    }

    @BeforeEach
    void start() throws Exception {
        state.scopes = List.of(
                ScopeReport.newBuilder()
                        .setScope("live:file:lab")
                        .setKind(ScopeKind.LIVE)
                        .build(),
                ScopeReport.newBuilder()
                        .setScope("declared:edge:edge-1")
                        .setKind(ScopeKind.GATEWAY)
                        .build());
        issuer = LocalIssuer.open(folder.resolve("key"), CLOCK);
        token = token("alice", "driftgate:operate");
        IssuerSection section = new IssuerSection(
                "local",
                LocalIssuer.ISSUER,
                List.of("driftgate"),
                List.of("ES256"),
                Duration.ZERO,
                new IssuerSection.Jwks(Optional.empty(), Optional.empty()));
        JWKSet keys = JWKSet.parse(issuer.jwks());
        KeySource source = new KeySource() {
            @Override
            public Optional<JWKSet> keys() {
                return Optional.of(keys);
            }

            @Override
            public void missed() {}

            @Override
            public void close() {}
        };
        server = new ApiServer(
                new HostPort("127.0.0.1", 0),
                List.of(new TokenVerifier(section, source, CLOCK)),
                state,
                sink,
                metrics,
                CLOCK);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void shouldTakeAnOrderOfAVerifiedPerson() throws Exception {
        HttpResponse<String> answer = post(RESCAN);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"made-up\",\"kind\":\"RESCAN_SCOPE\",\"target\":\"live:file:lab\",\"version\":7}");
        assertThat(sink.drafts)
                .containsExactly(new CommandDraft(
                        CommandKind.RESCAN_SCOPE, "live:file:lab", "again", Optional.empty(), Optional.empty()));
        assertThat(sink.operators).containsExactly("jwt:local/alice");
        assertThat(count("taken")).isEqualTo(1);
    }

    @Test
    void shouldNameAPersonWhoseSubjectWouldPoseAsAnother() throws Exception {
        token = token("../key:root", "driftgate:operate");

        assertThat(post(RESCAN).statusCode()).isEqualTo(202);
        assertThat(sink.operators).containsExactly("jwt:local/..%2Fkey:root");
    }

    @Test
    void shouldDenyWhoMayOnlyRead() throws Exception {
        token = token("alice", "driftgate:read");

        HttpResponse<String> answer = post(RESCAN);

        assertProblem(answer, 403, "forbidden", "driftgate:operate");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope", "driftgate:operate");
        assertThat(sink.drafts).isEmpty();
        assertThat(count("scope-missing")).isEqualTo(1);
    }

    @Test
    void shouldNotLetWhoMayOnlyOrderAsk() throws Exception {
        assertProblem(
                send("GET", "/v1/drift", "", "Authorization", "Bearer " + token), 403, "forbidden", "driftgate:read");
    }

    @Test
    void shouldDenyWhoShowsNoToken() throws Exception {
        assertProblem(
                send("POST", PATH, RESCAN, "Content-Type", "application/json"),
                401,
                "unauthorized",
                "driftgate:operate");
        assertThat(sink.drafts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void shouldOnlyTakePosts(String method) throws Exception {
        HttpResponse<String> answer = send(method, PATH, "", "Authorization", "Bearer " + token);

        assertProblem(answer, 405, "method-not-allowed", "POST");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "json"})
    void shouldOnlyReadJson(String type) throws Exception {
        assertProblem(
                send("POST", PATH, RESCAN, "Authorization", "Bearer " + token, "Content-Type", type),
                415,
                "media-type",
                "application/json");
        assertThat(sink.drafts).isEmpty();
    }

    @Test
    void shouldReadJsonThatSaysItIsInUtf8() throws Exception {
        assertThat(send(
                                "POST",
                                PATH,
                                RESCAN,
                                "Authorization",
                                "Bearer " + token,
                                "Content-Type",
                                "Application/JSON; charset=UTF-8")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void shouldRefuseWhatIsTooLong() throws Exception {
        String padded = RESCAN + " ".repeat(16 * 1024 - RESCAN.length());

        assertThat(post(padded).statusCode()).isEqualTo(202);
        assertProblem(post(padded + " "), 413, "too-large", "16 KiB");
        assertProblem(post("x".repeat(5_000_000)), 413, "too-large", "16 KiB");
        assertThat(sink.drafts).hasSize(1);
    }

    @Test
    void shouldSayAllThatIsWrong() throws Exception {
        HttpResponse<String> answer =
                post("{\"kind\":\"SET_GUARD\",\"reason\":\"" + token + "\\u0007\",\"ttl\":\"4h\"}");

        assertProblem(answer, 400, "bad-command", "'ttl' is not known");
        assertThat(answer.body())
                .contains("target is missing", "reason (expected", "until is missing", "guard_action is missing")
                .doesNotContain(token);
        assertProblem(post(""), 400, "bad-command", "JSON");
        assertThat(sink.drafts).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoUtf8() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://" + server.address() + PATH))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'}))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertProblem(answer, 400, "bad-command", "UTF-8");
    }

    @Test
    void shouldRefuseParameters() throws Exception {
        assertProblem(
                send(
                        "POST",
                        PATH + "?dry_run=true",
                        RESCAN,
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json"),
                400,
                "bad-parameter",
                "dry_run");
        assertThat(sink.drafts).isEmpty();
    }

    @Test
    void shouldPassTheIdOnUnderWhichAnOrderComesAgain() throws Exception {
        UUID id = UUID.randomUUID();

        HttpResponse<String> answer = post(RESCAN, "Idempotency-Key", id.toString());

        assertThat(CanonicalJson.read(answer.body()).path("id").textValue()).isEqualTo(id.toString());
        assertThat(sink.ids).containsExactly(Optional.of(id));
        assertProblem(post(RESCAN, "Idempotency-Key", "1"), 400, "bad-command", "Idempotency-Key");
        assertProblem(
                post(RESCAN, "Idempotency-Key", id.toString(), "Idempotency-Key", id.toString()),
                400,
                "bad-command",
                "Idempotency-Key");
    }

    @Test
    void shouldTakeAnAcceptanceOnlyOfADriftThatIsOpen() throws Exception {
        assertProblem(post(ACCEPT), 404, "not-found", "no drift of that resource");
        state.drifts = List.of(FakeState.drift("d-abc").build());
        assertThat(post(ACCEPT).statusCode()).isEqualTo(202);
        state.drifts = List.of(FakeState.drift("d-abc")
                .setResolution(Resolution.ACCEPTED)
                .setResolvedAt(NOW)
                .build());
        assertThat(post(ACCEPT).statusCode()).as("for longer").isEqualTo(202);
        state.drifts = List.of(FakeState.drift("d-abc")
                .setStatus(DriftStatus.IN_SYNC)
                .setResolution(Resolution.REVERTED)
                .build());
        assertProblem(post(ACCEPT), 409, "not-open", "REVERTED");
        state.drifts =
                List.of(FakeState.drift("d-abc").setStatus(DriftStatus.UNKNOWN).build());
        assertProblem(post(ACCEPT), 409, "not-open", "UNKNOWN");
        assertThat(sink.drafts).hasSize(2);
    }

    @Test
    void shouldTakeAReleaseOnlyOfAGuardThatIsKnown() throws Exception {
        assertProblem(post(RELEASE), 404, "not-found", "no guard of that route");
        state.guards = List.of(FakeState.guard("edge/orders", GuardAction.BLOCK));
        assertThat(post(RELEASE).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESCAN_SCOPE", "BASELINE_SCOPE"})
    void shouldTakeAnOrderOnlyAboutAScopeThatIsKnown(String kind) throws Exception {
        String order = "{\"kind\":\"" + kind + "\",\"target\":\"%s\",\"reason\":\"again\"}";

        assertThat(post(order.formatted("live:file:lab")).statusCode()).isEqualTo(202);
        assertProblem(post(order.formatted("live:file:lba")), 404, "not-found", "no scope of that name");
        assertProblem(post(order.formatted("declared:edge:edge-1")), 404, "not-found", "no scope of that name");
        state.missing = List.of("scopes, partition 3: being restored");
        assertThat(post(order.formatted("live:file:lab")).statusCode()).isEqualTo(202);
        assertProblem(post(order.formatted("live:file:lba")), 503, "incomplete", "nothing was ordered");
    }

    @Test
    void shouldNotCallAbsentWhatCannotBeRead() throws Exception {
        state.missing = List.of("drift store, partition 3: being restored");

        HttpResponse<String> answer = post(ACCEPT);

        assertProblem(answer, 503, "incomplete", "nothing was ordered");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertProblem(post(RELEASE), 503, "incomplete", "nothing was ordered");
        assertThat(sink.drafts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"503, not-taken", "503, outcome-unknown", "409, idempotency-key-in-use"})
    void shouldSayWhatBecameOfAnOrderThatWasNotTaken(int status, String slug) throws Exception {
        sink.says = Optional.of(
                switch (slug) {
                    case "not-taken" -> new CommandSink.NotTaken();
                    case "outcome-unknown" -> new CommandSink.Unknown("some-id");
                    default -> new CommandSink.IdInUse();
                });

        HttpResponse<String> answer = post(RESCAN);

        assertProblem(answer, status, slug, "");
        assertThat(CanonicalJson.read(answer.body()).path("id").asText(""))
                .isEqualTo(slug.equals("outcome-unknown") ? "some-id" : "");
        assertThat(count(slug)).isEqualTo(1);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String slug, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = CanonicalJson.read(answer.body());
        assertThat(problem.path("type").textValue()).isEqualTo("urn:driftgate:problem:" + slug);
        assertThat(problem.path("detail").textValue()).contains(detail);
    }

    private double count(String outcome) {
        Counter counter = metrics.find("driftgate_correlator_api_requests_total")
                .tags("endpoint", PATH, "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private HttpResponse<String> post(String body, String... more) throws Exception {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + token, "Content-Type", "application/json"));
        headers.addAll(List.of(more));
        return send("POST", PATH, body, headers.toArray(String[]::new));
    }

    private HttpResponse<String> send(String method, String target, String body, String... headers) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + server.address() + target))
                        .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .headers(headers)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String token(String subject, String scope) {
        return issuer.issue(subject, "driftgate", List.of(scope), Duration.ofHours(1));
    }
}
