package io.driftgate.correlator.topology;

import static io.driftgate.correlator.topology.EngineStory.CLOUD;
import static io.driftgate.correlator.topology.EngineStory.CODE;
import static io.driftgate.correlator.topology.EngineStory.GROUP_KEY;
import static io.driftgate.correlator.topology.EngineStory.address;
import static io.driftgate.correlator.topology.EngineStory.at;
import static io.driftgate.correlator.topology.EngineStory.binding;
import static io.driftgate.correlator.topology.EngineStory.byMallory;
import static io.driftgate.correlator.topology.EngineStory.group;
import static io.driftgate.correlator.topology.EngineStory.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.alert.AlertComposer;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a named person accepted until a date, and nothing else, is closed until then, and no longer. */
class AcceptedDriftTest {

    private static final String SHUT = group("10.0.0.0/8");
    private static final String OPEN = group("10.0.0.0/8", "0.0.0.0/0");
    private static final String WIDER = group("10.0.0.0/8", "0.0.0.0/0", "::/0");
    private static final long UNTIL = 10_000;

    private final EngineStory story = new EngineStory();

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void shouldCloseWhatAPersonAcceptsAndReleaseItsRoutes() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL);

        DriftRecord drift = story.last();
        assertThat(drift.getResolution()).isEqualTo(Resolution.ACCEPTED);
        assertThat(drift.getStatus()).as("it still differs").isEqualTo(DriftStatus.DRIFTED);
        assertThat(drift.getEpisode()).isEqualTo(1);
        assertThat(drift.getResolvedAt()).isEqualTo(at(20));
        assertThat(drift.getAcceptedBy()).isEqualTo("jwt:local/alice");
        assertThat(drift.getAcceptedReason()).isEqualTo("the office moves");
        assertThat(drift.getAcceptedUntil()).isEqualTo(at(UNTIL));
        RouteFact released = story.routeFacts.getLast();
        assertThat(released.getKind()).isEqualTo(RouteFactKind.DRIFT_CLOSED);
        assertThat(released.getResolution()).isEqualTo(Resolution.ACCEPTED);
        assertThat(alerts()).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(alerts().getLast().getResolution()).isEqualTo(Resolution.ACCEPTED);
        assertThat(alerts().getLast().getSummary()).contains("jwt:local/alice", "the office moves");
    }

    @Test
    void shouldWriteDownWhoAcceptedWhatAndWhy() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL);

        OperatorAction action = story.actions.getFirst();
        assertThat(story.actions).hasSize(1);
        assertThat(action.getCommandId()).isEqualTo("accept-20");
        assertThat(action.getTarget()).isEqualTo(GROUP_KEY);
        assertThat(action.getOperator()).isEqualTo("jwt:local/alice");
        assertThat(action.getReason()).isEqualTo("the office moves");
        assertThat(action.getBefore()).contains("DRIFTED, HIGH, open, behind edge/orders");
        assertThat(action.getAfter()).contains("accepted by jwt:local/alice until " + at(UNTIL));
    }

    @Test
    void shouldSayNothingMoreWhileNothingElseIsRead() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL);
        int said = story.drifts.size();

        story.liveAgain(30, GROUP_KEY, OPEN)
                .changed(40, byMallory("e1", 8))
                .declared(50, GROUP_KEY, "aws_security_group.orders", SHUT)
                .completed(60, CLOUD, "", 59)
                .bound(70, binding(address("aws_security_group.orders")))
                .liveAgain(80, GROUP_KEY, OPEN.replace("{\"name\"", "{\"arn\":\"arn:aws:ec2:x\",\"name\""))
                .tick(UNTIL - 1);

        assertThat(story.drifts).hasSize(said);
        assertThat(opened()).hasSize(1);
    }

    @Test
    void shouldOpenAgainWhenItsTimeHasPassed() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL).tick(UNTIL + 50);

        DriftRecord drift = story.last();
        assertThat(drift.getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(drift.getEpisode()).isEqualTo(2);
        assertThat(drift.getRevision()).isEqualTo(1);
        assertThat(drift.getOpenedAt()).as("the deadline, not the tick").isEqualTo(at(UNTIL));
        assertThat(drift.getAcceptedBy()).isEmpty();
        assertThat(drift.getAcceptedUntil()).isNull();
        assertThat(drift.getDifferences().getFirst().getReason())
                .startsWith("port 8443")
                .endsWith("accepted by jwt:local/alice until " + at(UNTIL) + ", which has passed");
        assertThat(opened()).hasSize(2);
        assertThat(opened().getLast().getReason()).contains("which has passed");
        assertThat(alerts().getLast().getEpisode()).isEqualTo(2);

        int said = story.drifts.size();
        story.liveAgain(UNTIL + 100, GROUP_KEY, OPEN).tick(UNTIL + 5000);
        assertThat(story.drifts).as("nothing new").hasSize(said);
    }

    @Test
    void shouldStillKnowWhoDidItWhenTheChangeIsLongForgotten() {
        openBehindARoute().changed(12, byMallory("e1", 8)).accepted(20, GROUP_KEY, 400_000);
        // After a day the change is forgotten, at the next look at anything.
        story.tick(200_000).tick(400_001);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(Objects.requireNonNull(story.last().getAttribution()).getCause())
                .isEqualTo(Cause.MANUAL_CONSOLE);
    }

    @Test
    void shouldOpenAgainThoughItWasThereAtFirstContact() {
        story.bound(0, binding(address("aws_security_group.orders")))
                .declared(0, GROUP_KEY, "aws_security_group.orders", SHUT)
                .live(0, GROUP_KEY, OPEN)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .accepted(20, GROUP_KEY, UNTIL)
                .tick(UNTIL);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getFirstSight()).isFalse();
        assertThat(opened()).hasSize(1);
    }

    @Test
    void shouldOpenForAnotherValueAtTheSamePlace() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL).liveAgain(30, GROUP_KEY, WIDER);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.last().getOpenedAt()).isEqualTo(at(30));
        assertThat(story.last().getDifferences().getFirst().getReason()).endsWith("not what jwt:local/alice accepted");
        assertThat(opened()).hasSize(2);

        story.liveAgain(40, GROUP_KEY, OPEN).tick(UNTIL + 10);
        assertThat(story.last().getResolution())
                .as("what came back was changed by somebody again")
                .isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.last().getEpisode()).isEqualTo(2);
    }

    @Test
    void shouldOpenForAnotherDifferenceElsewhere() {
        openBehindARoute()
                .accepted(20, GROUP_KEY, UNTIL)
                .liveAgain(30, GROUP_KEY, OPEN.replace("\"description\":\"orders\"", "\"description\":\"mine\""));

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getDifferences()).hasSize(2);
    }

    @Test
    void shouldStayAcceptedWhenSomeOfItWentBack() {
        String both = OPEN.replace("\"description\":\"orders\"", "\"description\":\"mine\"");
        story.inSync().liveAgain(10, GROUP_KEY, both).accepted(20, GROUP_KEY, UNTIL);
        int said = story.drifts.size();

        story.liveAgain(30, GROUP_KEY, OPEN);

        assertThat(story.drifts).hasSize(said);
    }

    @Test
    void shouldEndQuietlyWhenItIsInSyncAgain() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL).liveAgain(30, GROUP_KEY, SHUT);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.IN_SYNC);
        assertThat(story.last().getAcceptedUntil()).isNull();
        assertThat(story.last().getEpisode()).isEqualTo(1);
        assertThat(alerts()).hasSize(2);

        story.tick(UNTIL + 10);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.IN_SYNC);

        story.liveAgain(UNTIL + 20, GROUP_KEY, OPEN);
        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getDifferences().getFirst().getReason()).doesNotContain("alice");
    }

    @Test
    void shouldNotAcceptTheSameHoleWhenItIsOpenedASecondTime() {
        openBehindARoute()
                .accepted(20, GROUP_KEY, UNTIL)
                .liveAgain(30, GROUP_KEY, SHUT)
                .liveAgain(40, GROUP_KEY, OPEN);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
    }

    @Test
    void shouldConcludeTheSameInWhateverOrderReadingsComeAfterwards() {
        List<EntityFact> facts = List.of(
                resource(30, CLOUD, "", GROUP_KEY, "", OPEN),
                resource(40, CLOUD, "", GROUP_KEY, "", SHUT),
                resource(50, CLOUD, "", GROUP_KEY, "", OPEN),
                resource(55, CODE, "s1", GROUP_KEY, "aws_security_group.orders", SHUT));
        List<EntityFact> quiet = List.of(
                resource(30, CLOUD, "", GROUP_KEY, "", OPEN),
                resource(35, CODE, "s1", GROUP_KEY, "aws_security_group.orders", SHUT),
                resource(5, CLOUD, "", GROUP_KEY, "", SHUT),
                resource(40, CLOUD, "", GROUP_KEY, "", OPEN));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<EntityFact> shuffled = shuffled(facts, random);
            assertThat(conclusion(shuffled))
                    .as("seed %d, order %s", seed, shuffled)
                    .isEqualTo(Resolution.UNRESOLVED);
            List<EntityFact> shuffledToo = shuffled(quiet, random);
            assertThat(conclusion(shuffledToo))
                    .as("seed %d, order %s", seed, shuffledToo)
                    .isEqualTo(Resolution.ACCEPTED);
        }
    }

    private static List<EntityFact> shuffled(List<EntityFact> facts, Random random) {
        List<EntityFact> shuffled = new ArrayList<>(facts);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static Resolution conclusion(List<EntityFact> facts) {
        try (EngineStory told = new EngineStory()) {
            told.inSync().liveAgain(10, GROUP_KEY, OPEN).accepted(20, GROUP_KEY, UNTIL);
            facts.forEach(told::fact);
            told.tick(4000);
            assertThat(told.last().getStatus()).isEqualTo(DriftStatus.DRIFTED);
            return told.last().getResolution();
        }
    }

    @Test
    void shouldSayTheSameBytesWhenTheFactsAreReplayed() {
        assertThat(replay()).isNotEmpty().isEqualTo(replay());
    }

    private static List<Object> replay() {
        try (EngineStory told = new EngineStory()) {
            told.inSync()
                    .bound(5, binding(address("aws_security_group.orders")))
                    .liveAgain(10, GROUP_KEY, OPEN)
                    .accepted(20, GROUP_KEY, 300)
                    .tick(400)
                    .accepted(500, GROUP_KEY, 900)
                    .liveAgain(600, GROUP_KEY, WIDER)
                    .liveAgain(700, GROUP_KEY, SHUT);
            List<Object> said = new ArrayList<>(told.drifts);
            said.addAll(told.routeFacts);
            said.addAll(told.actions);
            return said;
        }
    }

    @Test
    void shouldGoOnAfterARestart() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL);

        story.restarted().liveAgain(30, GROUP_KEY, OPEN).tick(UNTIL - 1);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.ACCEPTED);

        story.restarted().tick(UNTIL);
        assertThat(story.last().getEpisode()).isEqualTo(2);
    }

    @Test
    void shouldLetAPersonAcceptForLonger() {
        openBehindARoute()
                .accepted(20, GROUP_KEY, UNTIL)
                .accepted(30, GROUP_KEY, 2 * UNTIL)
                .tick(UNTIL + 10);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.ACCEPTED);
        assertThat(story.last().getAcceptedUntil()).isEqualTo(at(2 * UNTIL));
        assertThat(story.last().getEpisode()).isEqualTo(1);

        story.tick(2 * UNTIL);
        assertThat(story.last().getEpisode()).isEqualTo(2);
    }

    @Test
    void shouldLetAPersonAcceptWhatHasOpenedAgain() {
        openBehindARoute()
                .accepted(20, GROUP_KEY, 100)
                .tick(200)
                .accepted(300, GROUP_KEY, UNTIL)
                .tick(400);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.ACCEPTED);
    }

    @Test
    void shouldAcceptNothingThatIsNotOpen() {
        story.inSync().accepted(20, GROUP_KEY, UNTIL).accepted(21, "aws/1/r/ec2/other#aws_security_group", UNTIL);

        assertThat(story.drifts).isEmpty();
        assertThat(story.actions)
                .hasSize(2)
                .allSatisfy(action -> assertThat(action.getAfter()).isEqualTo("not applied: no drift of it is open"));
    }

    @Test
    void shouldNotAcceptWhatCannotBeCompared() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", SHUT)
                .completed(1, CODE, "s1", 0)
                .tick(91)
                .accepted(100, GROUP_KEY, UNTIL);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNKNOWN);
        assertThat(story.actions.getLast().getAfter()).startsWith("not applied: ");
    }

    @Test
    void shouldNotAcceptWhatNobodyHasSeenYet() {
        openBehindARoute().liveAgain(30, GROUP_KEY, WIDER);
        int said = story.drifts.size();

        // Ordered at 20, and overtaken by the reading of 30.
        story.accepted(20, GROUP_KEY, UNTIL);

        assertThat(story.drifts).hasSize(said);
        assertThat(story.actions.getLast().getAfter()).contains("it is not what was told any more");
    }

    @Test
    void shouldNotAcceptWhatIsHeldBackStill() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", "{\"description\":\"a\"}")
                .live(0, GROUP_KEY, "{\"description\":\"b\"}")
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .tick(200);
        assertThat(story.last().getFirstSight()).isTrue();
        story.liveAgain(300, GROUP_KEY, "{\"description\":\"c\"}");
        int said = story.drifts.size();

        story.accepted(310, GROUP_KEY, UNTIL);

        assertThat(story.drifts).as("c was told to nobody").hasSize(said);
        assertThat(story.actions.getLast().getAfter()).contains("it is not what was told any more");
    }

    @Test
    void shouldNotAcceptForATimeThatHasPassed() {
        openBehindARoute().accepted(20, GROUP_KEY, 20);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.actions.getLast().getAfter()).contains("has passed already");
    }

    @Test
    void shouldKeepTheAcceptanceWhileLiveCannotBeRead() {
        openBehindARoute().accepted(20, GROUP_KEY, UNTIL);
        int said = story.drifts.size();

        story.liveAgain(30, GROUP_KEY, "{\"name\":\"orders\",\"description\":\"orders\"}")
                .tick(3000);

        assertThat(story.drifts).hasSize(said);
    }

    @Test
    void shouldAcceptAResourceThatNoCodeDeclaresOnlyAsItIs() {
        story.completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .live(10, GROUP_KEY, OPEN)
                .completed(20, CODE, "", 19)
                .tick(200);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNMANAGED);
        story.accepted(300, GROUP_KEY, UNTIL).liveAgain(400, GROUP_KEY, OPEN).tick(500);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.ACCEPTED);

        story.liveAgain(600, GROUP_KEY, WIDER).tick(800);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.last().getEpisode()).isEqualTo(2);
    }

    @Test
    void shouldAcceptThatAResourceIsMissingOnlyForAsLongAsItIs() {
        story.inSync().goneLive(400, GROUP_KEY).tick(600);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.MISSING);
        story.accepted(700, GROUP_KEY, UNTIL);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.ACCEPTED);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.MISSING);

        story.liveAgain(800, GROUP_KEY, OPEN);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.DRIFTED);
        assertThat(story.last().getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(story.last().getEpisode()).isEqualTo(2);
    }

    private EngineStory openBehindARoute() {
        return story.inSync()
                .bound(5, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN);
    }

    private List<RouteFact> opened() {
        return story.routeFacts.stream()
                .filter(fact -> fact.getKind() == RouteFactKind.DRIFT_OPENED)
                .toList();
    }

    /** What people were told, up to now. */
    private List<Alert> alerts() {
        AlertComposer composer = new AlertComposer();
        List<Alert> told = new ArrayList<>();
        @Nullable Alert last = null;
        for (DriftRecord drift : story.drifts) {
            last = composer.compose(drift, last, at(0), at(0))
                    .map(alert -> {
                        told.add(alert);
                        return alert;
                    })
                    .orElse(last);
        }
        return told;
    }
}
