package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that go on until Ctrl-C, which comes as an interrupt. */
class FollowingIT {

    private static final String OPEN = "{\"id\":\"d-1\",\"status\":\"DRIFTED\",\"severity\":\"HIGH\",\"revision\":1}";

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();
    private final AtomicInteger code = new AtomicInteger(-1);
    private final AtomicReference<ApiStub.Answer> drifts =
            new AtomicReference<>(new ApiStub.Answer(200, ApiStub.list(OPEN)));
    private ApiStub api;
    private Thread thread = new Thread();

    FollowingIT() {}

    @BeforeEach
    void start() throws IOException {
        api = new ApiStub(temporary);
        api.on("/v1/drift", drifts::get);
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
        api.close();
    }

    @Test
    void shouldShowWhatOpensChangesAndEnds() throws InterruptedException {
        begin("drift watch --every 20ms");
        await().until(() -> command.err().contains("Following drift, 1 known; Ctrl-C ends."));

        drifts.set(new ApiStub.Answer(
                200,
                ApiStub.list(
                        OPEN, "{\"id\":\"d-2\",\"status\":\"MISSING\",\"severity\":\"LOW\",\"address\":\"a.b\"}")));
        await().until(() -> command.lines().size() == 1);
        assertThat(command.lines().getFirst()).contains("LOW  MISSING  d-2  a.b");

        drifts.set(new ApiStub.Answer(
                200,
                ApiStub.list(
                        OPEN.replace("\"revision\":1", "\"revision\":2"),
                        "{\"id\":\"d-2\",\"status\":\"MISSING\",\"severity\":\"LOW\",\"address\":\"a.b\"}")));
        await().until(() -> command.lines().size() == 2);
        assertThat(command.lines().get(1)).contains("HIGH  DRIFTED  d-1");

        api.on(
                "/v1/drift/d-1",
                200,
                ApiStub.list("{\"id\":\"d-1\",\"status\":\"IN_SYNC\",\"resolution\":\"REVERTED\"}"));
        drifts.set(new ApiStub.Answer(
                200, ApiStub.list("{\"id\":\"d-2\",\"status\":\"MISSING\",\"severity\":\"LOW\",\"address\":\"a.b\"}")));
        await().until(() -> command.lines().size() == 3);
        assertThat(command.lines().get(2)).contains("REVERTED  d-1");
        assertThat(ended()).isEqualTo(Exit.FINE);
        assertThat(command.lines()).hasSize(3);
    }

    @Test
    void shouldNotTakeForEndedWhatAnIncompleteListDoesNotShow() throws InterruptedException {
        begin("drift watch --every 20ms");
        await().until(() -> command.err().contains("1 known"));
        drifts.set(new ApiStub.Answer(200, "{\"items\":[],\"complete\":false,\"missing\":[\"partition 2\"]}"));
        int asked = api.asked().size();
        await().until(() -> api.asked().size() > asked + 3);
        assertThat(command.out()).isEmpty();
        assertThat(api.asked()).noneMatch(one -> one.target().startsWith("/v1/drift/"));
    }

    @Test
    void shouldWaitForAnApiThatIsAwayAndSaySoOnce() throws InterruptedException {
        begin("drift watch --every 20ms --json");
        await().until(() -> command.err().contains("1 known"));
        drifts.set(new ApiStub.Answer(503, "{\"title\":\"being restored\"}"));
        int asked = api.asked().size();
        await().until(() -> api.asked().size() > asked + 3);
        assertThat(command.err().lines().filter(line -> line.contains("503 being restored")))
                .hasSize(1);
        drifts.set(new ApiStub.Answer(200, ApiStub.list(OPEN.replace("HIGH", "CRITICAL"))));
        await().until(() -> command.lines().size() == 1);
        assertThat(command.document().path("severity").asText()).isEqualTo("CRITICAL");
        assertThat(command.err()).contains("answers again");
    }

    @Test
    void shouldFollowAlertsOfANamedApi() {
        AtomicReference<ApiStub.Answer> alerts = new AtomicReference<>(new ApiStub.Answer(200, ApiStub.list()));
        api.on("/v1/alerts", alerts::get);
        begin("alerts follow --api " + api.root());
        await().until(() -> command.err().contains("Following alerts, 0 known"));
        alerts.set(new ApiStub.Answer(
                200, ApiStub.list("{\"id\":\"a-1\",\"severity\":\"HIGH\",\"status\":\"OPEN\",\"title\":\"opened\"}")));
        await().until(() -> command.out().contains("HIGH  OPEN  a-1  opened"));
    }

    @Test
    void shouldSayAtOnceThatTheApiDoesNotAnswer() {
        api.goAway();
        assertThat(command.run("drift watch", temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("does not answer");
        assertThat(command.run("drift watch --every 0s", temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("--every");
    }

    private void begin(String line) {
        thread = Thread.ofPlatform().start(() -> code.set(command.run(line, temporary)));
    }

    private int ended() throws InterruptedException {
        thread.interrupt();
        thread.join();
        return code.get();
    }
}
