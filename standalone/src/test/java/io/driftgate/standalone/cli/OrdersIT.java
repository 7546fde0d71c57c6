package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of a person against a server that answers as the correlator's API does. */
class OrdersIT {

    private static final String SCOPE = "declared:terraform:file:/srv/states/orders.tfstate";
    private static final String KEY = "aws/123456789012/eu-west-1/ec2/sg-0abc#aws_security_group";
    private static final String ACCEPTED = "{\"id\":\"0f8b2a\",\"version\":3}";

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();
    private ApiStub api;

    OrdersIT() {}

    @BeforeEach
    void start() throws IOException {
        api = new ApiStub(temporary);
        api.on("/v1/commands", 202, ACCEPTED);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldAcceptADriftByItsFullKeyAndWaitUntilThatIsSeen() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        api.on("/v1/drift/d-7k", 200, ApiStub.list(drift("")));
        api.on(
                "/v1/drift/d-7k2mq4xw",
                () -> new ApiStub.Answer(
                        200,
                        ApiStub.list(
                                looks.incrementAndGet() < 3
                                        ? drift("")
                                        : drift(
                                                ",\"accepted_until\":\"2099-04-01T00:00:00Z\",\"resolution\":\"ACCEPTED\""))));
        assertThat(run("drift", "accept", "d-7k", "--until", "2099-04-01T02:00:00+02:00", "--reason", "ticket OPS-1"))
                .isEqualTo(Exit.FINE);
        assertThat(command.out())
                .startsWith("Done (command 0f8b2a): ")
                .contains("ACCEPTED", "d-7k2mq4xw", "accepted until 2099-04-01T00:00:00Z");
        assertThat(looks).hasValue(3);

        JsonNode order = json(api.order().body());
        assertThat(order.path("kind").asText()).isEqualTo("ACCEPT_DRIFT");
        assertThat(order.path("target").asText()).isEqualTo(KEY);
        assertThat(order.path("reason").asText()).isEqualTo("ticket OPS-1");
        assertThat(order.path("until").asText()).isEqualTo("2099-04-01T00:00:00Z");
        assertThat(order.path("guard_action").isNull()).isTrue();
        assertThat(scopes(api.order().authorization())).isEqualTo("driftgate:read driftgate:operate");
    }

    @Test
    void shouldSayThatAnOrderIsUnderWayWhenItsEffectIsNotSeenInTime() throws IOException {
        api.on("/v1/drift/d-7k2mq4xw", 200, ApiStub.list(drift("")));
        Instant before = Instant.now();
        assertThat(run(
                        "drift",
                        "accept",
                        "d-7k2mq4xw",
                        "--until",
                        "7d",
                        "--reason",
                        "known",
                        "--wait",
                        "300ms",
                        "--json"))
                .isEqualTo(Exit.FINE);
        assertThat(command.document().path("effect").asText()).isEqualTo("UNDER_WAY");
        assertThat(command.document().at("/command/id").asText()).isEqualTo("0f8b2a");
        Instant until = Instant.parse(json(api.order().body()).path("until").asText());
        assertThat(Duration.between(before, until)).isBetween(Duration.ofDays(7).minusMillis(1), Duration.ofDays(8));
    }

    @Test
    void shouldCountAnOrderAsGivenAlsoWhenItsEffectCannotBeLookedAt() {
        AtomicInteger looks = new AtomicInteger();
        api.on(
                "/v1/drift/d-7k2mq4xw",
                () -> looks.incrementAndGet() == 1
                        ? new ApiStub.Answer(200, ApiStub.list(drift("")))
                        : new ApiStub.Answer(503, "{\"title\":\"being rebalanced\"}"));
        assertThat(run("drift", "accept", "d-7k2mq4xw", "--until", "7d", "--reason", "known", "--wait", "300ms"))
                .isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("Accepted as command 0f8b2a, and under way");
        assertThat(command.err()).contains("could not be looked at", "503 being rebalanced");
    }

    @Test
    void shouldTellWhatTheApiHasAgainstAnOrder() {
        api.on("/v1/guards", 200, ApiStub.list());
        api.on("/v1/commands", 403, "{\"title\":\"Not allowed\",\"detail\":\"expected: driftgate:operate\"}");
        assertThat(run("guards", "release", "edge/orders", "--reason", "checked"))
                .isEqualTo(Exit.COULD_NOT);
        assertThat(command.err())
                .isEqualTo("driftgate: the API answered 403 Not allowed: expected: driftgate:operate\n");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void shouldBaselineAScopeAndWaitUntilTheApiShowsIt() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        String other = "{\"scope\":\"live:file:x\",\"status\":\"OK\",\"baselined_at\":\"2026-03-01T10:00:00Z\"}";
        String mine = "{\"scope\":\"" + SCOPE + "\",\"status\":\"OK\",\"open\":4,\"baselined_at\":";
        api.on(
                "/v1/scopes",
                () -> new ApiStub.Answer(
                        200,
                        ApiStub.list(
                                other, mine + (looks.incrementAndGet() < 3 ? "null}" : "\"2026-03-01T10:02:11Z\"}"))));
        assertThat(run("drift", "baseline", SCOPE)).isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("Done", "what is open in " + SCOPE + " counts from now on: 4 drifts");
        assertThat(looks).hasValue(3);
        assertThat(json(api.order().body()).path("kind").asText()).isEqualTo("BASELINE_SCOPE");
        assertThat(json(api.order().body()).path("target").asText()).isEqualTo(SCOPE);
        assertThat(json(api.order().body()).path("until").isNull()).isTrue();

        assertThat(run("drift", "baseline", SCOPE)).isEqualTo(Exit.FINE);
        assertThat(command.err()).contains("has a baseline already, of 2026-03-01T10:02:11Z");
        assertThat(command.out()).contains("under way; what comes of it is on topic operator-actions");
    }

    @Test
    void shouldSendTheSameOrderAgainUnderItsNumberWhileNobodyKnowsWhetherItWasTaken() {
        AtomicInteger orders = new AtomicInteger();
        api.on(
                "/v1/commands",
                () -> orders.incrementAndGet() < 3
                        ? new ApiStub.Answer(
                                503, "{\"type\":\"urn:driftgate:problem:outcome-unknown\",\"title\":\"not known\"}")
                        : new ApiStub.Answer(202, ACCEPTED));
        assertThat(run("scopes", "rescan", SCOPE)).isEqualTo(Exit.FINE);
        assertThat(api.asked())
                .hasSize(3)
                .extracting(ApiStub.Asked::idempotencyKey)
                .containsOnly(api.asked().getFirst().idempotencyKey())
                .doesNotContain("");

        orders.set(-9);
        assertThat(run("scopes", "rescan", SCOPE)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("503 not known; whether order ", " was taken is not known");
        assertThat(api.asked().getLast().idempotencyKey())
                .isNotEqualTo(api.asked().getFirst().idempotencyKey());
    }

    @Test
    void shouldSetAGuardAndWaitForItsNextVersion() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        api.on(
                "/v1/guards",
                () -> new ApiStub.Answer(
                        200,
                        ApiStub.list(
                                looks.incrementAndGet() < 3
                                        ? "{\"key\":\"edge/orders\",\"version\":4,\"action\":\"NONE\"}"
                                        : "{\"key\":\"edge/orders\",\"version\":5,\"action\":\"BLOCK\",\"reason\":\"scan\","
                                                + "\"expires_at\":\"2099-01-01T00:00:00Z\"}")));
        assertThat(run("guards", "set", "edge/orders", "--action", "block", "--ttl", "4h", "--reason", "scan"))
                .isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("edge/orders is BLOCK until 2099-01-01T00:00:00Z: scan");
        JsonNode order = json(api.order().body());
        assertThat(order.path("kind").asText()).isEqualTo("SET_GUARD");
        assertThat(order.path("guard_action").asText()).isEqualTo("BLOCK");
        assertThat(order.path("until").isTextual()).isTrue();
    }

    @Test
    void shouldReleaseAGuard() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        api.on(
                "/v1/guards",
                () -> new ApiStub.Answer(
                        200,
                        ApiStub.list("{\"key\":\"edge/orders\",\"action\":\"NONE\",\"version\":"
                                + (looks.incrementAndGet() < 2 ? 7 : 8) + "}")));
        assertThat(run("guards", "release", "edge/orders", "--reason", "checked by hand", "--json"))
                .isEqualTo(Exit.FINE);
        assertThat(command.document().path("effect").asText()).isEqualTo("SEEN");
        assertThat(command.document().at("/state/version").asInt()).isEqualTo(8);
        assertThat(json(api.order().body()).path("kind").asText()).isEqualTo("RELEASE_GUARD");
    }

    @Test
    void shouldSendOrdersWhoseEffectShowsElsewhere() throws IOException {
        assertThat(run("scopes", "rescan", SCOPE)).isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("Accepted as command 0f8b2a, and under way");
        assertThat(json(api.order().body()).path("kind").asText()).isEqualTo("RESCAN_SCOPE");
        api.asked().clear();
        assertThat(run("tokens", "revoke", "3c9d", "--reason", "laptop stolen")).isEqualTo(Exit.FINE);
        assertThat(json(api.order().body()).path("kind").asText()).isEqualTo("REVOKE_CREDENTIAL");
        assertThat(json(api.order().body()).path("target").asText()).isEqualTo("3c9d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drift accept d-1 --until 7d | --reason is missing",
                "drift accept d-1 --reason x | --until",
                "drift accept d-1 --until yesterday --reason x | a time such as",
                "drift accept d-1 --until 2020-01-01T00:00:00Z --reason x | has passed",
                "drift accept d-1 --until 2099-04-01T00:00:00 --reason x | a time such as",
                "drift accept d-1 --until 999999999999d --reason x | a time such as",
                "drift baseline | Missing required parameter",
                "scopes rescan | Missing required parameter",
                "guards set edge/orders --action block --reason x | --ttl",
                "guards set edge/orders --ttl 1h --reason x | --action",
                "guards set edge/orders --action shut --ttl 1h --reason x | shut",
                "guards set edge/orders --action none --ttl 1h --reason x | guards release",
                "guards set edge/orders --action block --ttl 1 --reason x | a time above 0",
                "guards set edge/orders --action block --ttl 400d --reason x | for a while",
                "guards set orders --action block --ttl 1h --reason x | gateway/route",
                "guards release edge/orders | --reason is missing",
                "guards release edge/orders --reason ' ' | 1 to 500",
                "tokens revoke 3c9d | --reason is missing",
                "tokens revoke eyJhbGciOi.eyJzdWIi.c2ln --reason x | is a token itself"
            })
    void shouldRefuseOrdersThatSayTooLittleBeforeAnythingIsSent(String line, String reason) {
        List<String> words = new java.util.ArrayList<>();
        for (String word : line.split(" (?=(?:[^']*'[^']*')*[^']*$)")) {
            words.add(word.replace("'", ""));
        }
        assertThat(run(words.toArray(String[]::new))).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("driftgate: ").contains(reason).doesNotContain("\tat ");
        assertThat(api.asked()).isEmpty();
    }

    private int run(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.addAll(List.of("--data", temporary.toString()));
        return command.run(all);
    }

    private static String drift(String more) {
        return "{\"id\":\"d-7k2mq4xw\",\"resource_key\":\"" + KEY + "\",\"severity\":\"HIGH\",\"status\":\"DRIFTED\""
                + more + "}";
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static String scopes(String authorization) throws Exception {
        return SignedJWT.parse(authorization.replace("Bearer ", ""))
                .getJWTClaimsSet()
                .getStringClaim("scope");
    }
}
