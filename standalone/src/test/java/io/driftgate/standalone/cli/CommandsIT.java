package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server that answers as the correlator's API and the management endpoints do. */
class CommandsIT {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();
    private ApiStub api;

    CommandsIT() {}

    @BeforeEach
    void start() throws IOException {
        api = new ApiStub(temporary);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldEndWithOneWhenADriftIsOpenAndWithNoughtWhenNoneIs() {
        api.on("/v1/drift", 200, ApiStub.list("{\"id\":\"d-1\",\"status\":\"DRIFTED\",\"severity\":\"HIGH\"}"));
        assertThat(run("drift")).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("d-1", "HIGH", "DRIFTED");
        assertThat(api.asked())
                .singleElement()
                .satisfies(one -> assertThat(one.authorization()).startsWith("Bearer "));

        api.on("/v1/drift", 200, ApiStub.list("{\"id\":\"d-1\",\"status\":\"IN_SYNC\",\"resolution\":\"REVERTED\"}"));
        assertThat(run("drift list")).isEqualTo(Exit.FINE);
        api.on("/v1/drift", 200, ApiStub.list());
        assertThat(run("drift list")).isEqualTo(Exit.FINE);
        assertThat(command.out()).endsWith("no drift\n");
    }

    @Test
    void shouldNeverCallAnIncompleteListClean() {
        api.on("/v1/alerts", 200, "{\"items\":[],\"complete\":false,\"missing\":[\"partition 2 is being restored\"]}");
        assertThat(run("alerts list")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("not complete: partition 2 is being restored");
        assertThat(command.out()).isEqualTo("nothing known\n");
    }

    @Test
    void shouldReadEveryPageOfAList() {
        api.on(
                "/v1/drift?limit=1000",
                200,
                "{\"items\":[{\"id\":\"d-1\"}],\"complete\":true,\"missing\":[],\"next\":\"a b\"}");
        api.on("/v1/drift?limit=1000&after=a%20b", 200, ApiStub.list("{\"id\":\"d-2\"}"));
        assertThat(run("drift list")).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("d-1", "d-2");
    }

    @Test
    void shouldPrintJsonThatIsHarmlessOnATerminal() {
        api.on("/v1/drift/d-1", 200, ApiStub.list("{\"id\":\"d-1\",\"address\":\"a\u009b31mb\u202ec\"}"));
        assertThat(run("drift show d-1 --json")).isEqualTo(Exit.FINE);
        assertThat(command.out()).isEqualTo("{\"id\":\"d-1\",\"address\":\"a\\u009B31mb\\u202Ec\"}\n");
    }

    @Test
    void shouldSayAProblemDocumentInOneSentence() {
        api.on(
                "/v1/drift/d-9",
                404,
                "{\"title\":\"No such drift\",\"detail\":\"nothing begins with d-9\",\"status\":404}");
        assertThat(run("drift show d-9")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).isEqualTo("driftgate: the API answered 404 No such drift: nothing begins with d-9\n");
    }

    @Test
    void shouldSayThatTheApiDoesNotAnswer() {
        api.goAway();
        assertThat(run("drift list")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err().lines()).singleElement().asString().contains("does not answer");
    }

    @Test
    void shouldSendTheTokenOfTheFileThatIsNamed() throws IOException {
        api.on("/v1/drift", 200, ApiStub.list());
        Path token = Files.writeString(temporary.resolve("token"), "a.b.c\n");
        assertThat(run("drift --token-file " + token)).isEqualTo(Exit.FINE);
        assertThat(api.asked()).extracting(ApiStub.Asked::authorization).containsExactly("Bearer a.b.c");
    }

    @Test
    void shouldShowWhichServiceIsNotReadyAndWhy() {
        api.on("/gateway/health/ready", 200, "ready\n");
        api.on("/correlator/health/ready", 503, "is being rebalanced\n");
        assertThat(run("status")).isEqualTo(Exit.FOUND);
        assertThat(command.out())
                .containsPattern("gateway +ready")
                .containsPattern("correlator +not ready: is being rebalanced")
                .contains("127.0.0.1:9092");

        api.on("/correlator/health/ready", 200, "ready\n");
        assertThat(run("status --json")).isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("\"correlator\":{\"ready\":true");
    }

    @Test
    void shouldShowOneAlertInFull() {
        api.on(
                "/v1/alerts/a-1",
                200,
                ApiStub.list(
                        "{\"id\":\"a-1\",\"severity\":\"HIGH\",\"status\":\"OPEN\",\"title\":\"open to all\",\"kind\":\"DRIFT\","
                                + "\"summary\":\"first\\nsecond\\u001b[31m\",\"drift_ids\":[\"d-1\",\"d-2\"],\"episode\":1,\"revision\":2}"));
        assertThat(run("alerts show a-1")).isEqualTo(Exit.FINE);
        assertThat(command.lines())
                .contains("a-1  HIGH  OPEN  open to all", "  drifts     d-1, d-2", "  first", "  second\\u{1b}[31m");
        assertThat(run("alerts show a-1 --json")).isEqualTo(Exit.FINE);
        assertThat(command.document().path("id").asText()).isEqualTo("a-1");
    }

    @Test
    void shouldListGuardsAndEndWithOneWhenARouteIsGuarded() {
        String none = "{\"key\":\"edge/catalog\",\"action\":\"NONE\",\"version\":1}";
        api.on(
                "/v1/guards",
                200,
                ApiStub.list(
                        none,
                        "{\"key\":\"edge/orders\",\"action\":\"BLOCK\",\"kind\":\"MANUAL\",\"operator\":\"jwt:local/ann\","
                                + "\"drift_ids\":[\"d-1\"],\"enforcement\":\"OBSERVED\",\"needs_person\":true,\"reason\":\"scan\"}"));
        assertThat(run("guards")).isEqualTo(Exit.FOUND);
        assertThat(command.lines().get(1))
                .startsWith("edge/orders")
                .contains("BLOCK (dry run)", "MANUAL by jwt:local/ann", "d-1", "a person is asked: scan");
        assertThat(command.lines().get(2)).startsWith("edge/catalog").contains("NONE");

        api.on("/v1/guards", 200, ApiStub.list(none));
        assertThat(run("guards list")).isEqualTo(Exit.FINE);
    }

    @Test
    void shouldListScopesAndNeverCallOneSeenWhoseStatusItDoesNotKnow() {
        String ok = "{\"scope\":\"live:file:live\",\"status\":\"OK\",\"last_success\":\"2026-03-01T10:02:11Z\"}";
        api.on("/v1/scopes", 200, ApiStub.list(ok));
        assertThat(run("scopes")).isEqualTo(Exit.FINE);
        assertThat(command.out()).containsPattern("live:file:live +OK +- +2026-03-01T10:02:11Z");

        api.on(
                "/v1/scopes",
                200,
                ApiStub.list(
                        ok,
                        "{\"scope\":\"edge/one\",\"status\":\"BLIND\",\"conditions\":[{\"message\":\"silent for 40 s\"}]}",
                        "{\"scope\":\"declared:terraform:s3://b/k\",\"status\":\"ASLEEP\"}"));
        assertThat(run("scopes list")).isEqualTo(Exit.FOUND);
        assertThat(command.lines()).element(1).asString().startsWith("declared:terraform:s3://b/k");
        assertThat(command.lines()).element(2).asString().contains("edge/one", "BLIND", "silent for 40 s");
        assertThat(command.lines()).element(3).asString().contains("OK");
    }

    @Test
    void shouldShowOneScopeByAUniquePartOfItsKey() {
        api.on(
                "/v1/scopes",
                200,
                ApiStub.list(
                        "{\"scope\":\"live:file:live\",\"status\":\"OK\",\"resources\":14}",
                        "{\"scope\":\"live:file:live2\",\"status\":\"FAILING\",\"conditions\":[{\"message\":\"is not there\"}]}"));
        assertThat(run("scopes show live:file:live")).isEqualTo(Exit.FINE);
        assertThat(command.lines()).containsExactly("live:file:live  OK", "  resources  14");
        assertThat(run("scopes show live2")).isEqualTo(Exit.FOUND);
        assertThat(command.lines()).contains("  conditions is not there");
        assertThat(run("scopes show file")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("2 scopes match 'file' (expected: one");
    }

    @Test
    void shouldAskOnlyWithATokenThatMayNotGiveOrders() throws Exception {
        api.on("/v1/drift", 200, ApiStub.list());
        assertThat(run("drift")).isEqualTo(Exit.FINE);
        String token = api.asked().getFirst().authorization().replace("Bearer ", "");
        assertThat(com.nimbusds.jwt.SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("scope"))
                .isEqualTo("driftgate:read");
    }

    @Test
    void shouldRefuseToStartOnAFolderThatIsInUse() {
        assertThat(run("up")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err().lines())
                .singleElement()
                .asString()
                .contains("is in use by process " + ProcessHandle.current().pid());
    }

    private int run(String line) {
        return command.run(line, temporary);
    }
}
